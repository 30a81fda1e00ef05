package dev.nave.hub;

/**
 * Creates and releases the objects of all hubs of a server that have no {@link HubFactory} of their
 * own: {@code hubs(injector::getInstance)}, {@code hubs(beans::getBean)}. Called on the hub
 * executor, by many threads at a time. What {@link HubFactory} demands of its objects, this does.
 */
@FunctionalInterface
public interface HubFactories {
  /**
   * Returns a fresh object of a hub class, or of one derived from it.
   *
   * @param type the class that {@link HubServerBuilder#hub} was given
   */
  AbstractHub create(Class<? extends AbstractHub> type);

  /** Releases an object, as {@link HubFactory#release} does. Default: does nothing. */
  default void release(AbstractHub hub) {}
}
