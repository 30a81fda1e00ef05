package dev.nave.hub;

/**
 * Creates the hub object for one invocation, and releases it. The place to call a dependency
 * injection container. Called on the hub executor, by many threads at a time; for a {@link
 * NonBlocking} method on an event loop, where it must not block.
 *
 * @param <H> the hub class
 */
@FunctionalInterface
public interface HubFactory<H extends AbstractHub> {
  /**
   * Returns a fresh object: one that this, and every other factory, has never returned before. It
   * may be a proxy that hands calls to an object behind it, which must be fresh as well.
   *
   * <p>If the object serves, or has served, another call, the call fails, an ERROR names the hub
   * and the factory, and the object is not released a second time. Connecting and disconnecting do
   * not use the object if there is no filter and the hub does not override the lifecycle method.
   */
  H create();

  /**
   * Releases an object after its invocation's completion was sent. Default: does nothing. On the
   * hub executor. Called once for each object that {@link #create} returned and that was not
   * refused.
   */
  default void release(H hub) {}
}
