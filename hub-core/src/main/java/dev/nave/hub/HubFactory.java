package dev.nave.hub;

/**
 * Makes the hub object for one invocation, and takes it back. The place to ask a dependency
 * injection container. Called on the hub executor, by many threads at a time.
 *
 * @param <H> the hub class
 */
@FunctionalInterface
public interface HubFactory<H extends Hub> {
  /** Returns a fresh object. */
  H create();

  /** Takes back an object after its invocation's completion was sent. Default: does nothing. */
  default void release(H hub) {}
}
