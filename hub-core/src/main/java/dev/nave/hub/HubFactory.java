package dev.nave.hub;

/**
 * Makes the hub object for one invocation, and takes it back. The place to ask a dependency
 * injection container. Called on the hub executor, by many threads at a time.
 *
 * @param <H> the hub class
 */
@FunctionalInterface
public interface HubFactory<H extends Hub> {
  /**
   * Returns a fresh object: one that this, and every other factory, has never returned before. It
   * may be a proxy that hands calls to an object behind it, which must be fresh as well.
   *
   * <p>An object that serves, or has served, another call is refused: the call fails, an ERROR
   * names the hub and the factory, and the object is not released a second time. It serves none
   * where a connection comes or goes, and neither the hub nor a filter hears of that.
   */
  H create();

  /**
   * Takes back an object after its invocation's completion was sent. Default: does nothing. On the
   * hub executor. Called once for each object that {@link #create} returned and that was not
   * refused.
   */
  default void release(H hub) {}
}
