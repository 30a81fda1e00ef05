package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Something to do with a fresh hub object, on the hub executor. */
@FunctionalInterface
public interface HubAction {
  /**
   * Does it.
   *
   * @param later where what is put off goes on
   * @return the value, or a stage of it
   */
  @Nullable Object with(AbstractHub hub, Executor later) throws Throwable;

  /** Returns whether the object has anything to do; one that has not serves no call by it. */
  default boolean concerns(AbstractHub hub) {
    return true;
  }

  /**
   * The call has failed after it returned: the stream that it returned, or what it had begun.
   * Called before {@link #over}, by any thread.
   */
  default void failedLater(Throwable failure) {}

  /** All is done, the completion is sent and the hub object released. Called once. */
  default void over() {}
}
