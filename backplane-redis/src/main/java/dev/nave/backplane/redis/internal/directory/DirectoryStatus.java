package dev.nave.backplane.redis.internal.directory;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.directory.DirectoryHealth.State;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What state a directory is in, since when and why, and what it refuses for that. Any thread. */
final class DirectoryStatus {
  private volatile Now now = new Now(State.OFF, Instant.now(), null);

  /** The state at one moment. */
  record Now(State state, Instant since, @Nullable Throwable cause) {}

  Now now() {
    return now;
  }

  boolean isStarted() {
    State state = now.state();
    return state == State.UP || state == State.DOWN;
  }

  /** It was started; returns false if that had been done before, or if it was closed. */
  synchronized boolean start() {
    boolean first = now.state() == State.OFF;
    if (first) {
      enter(State.DOWN, null);
    }
    return first;
  }

  /** All leases are there, or not. Does nothing unless it is started. */
  synchronized void leased(boolean all, @Nullable Throwable why) {
    if (isStarted()) {
      enter(all ? State.UP : State.DOWN, all ? null : why);
    }
  }

  /** It was closed; returns whether it was started before. */
  synchronized boolean close() {
    boolean before = isStarted();
    enter(State.CLOSED, null);
    return before;
  }

  private void enter(State next, @Nullable Throwable why) {
    Now before = now;
    if (before.state() != next) {
      now = new Now(next, Instant.now(), why);
    } else if (why != null) {
      now = new Now(next, before.since(), why);
    }
  }

  /**
   * Does a step, unless it is refused.
   *
   * @param limit why it is refused in any case; null if it is not
   * @param step may throw {@link IllegalArgumentException}, which fails the stage
   */
  <T extends @Nullable Object> CompletionStage<T> unlessRefused(
      @Nullable BackplaneUnavailableException limit, Supplier<CompletionStage<T>> step) {
    BackplaneUnavailableException refusal = isStarted() ? limit : refusal();
    if (refusal != null) {
      return CompletableFuture.failedStage(refusal);
    }
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private BackplaneUnavailableException refusal() {
    return now.state() == State.CLOSED
        ? closed()
        : new BackplaneUnavailableException(
            RefusalReason.NOT_STARTED, "cannot use the directory: it was not started yet");
  }

  static BackplaneUnavailableException closed() {
    return new BackplaneUnavailableException(
        RefusalReason.CLOSED, "cannot use the directory: the Redis backplane was closed");
  }
}
