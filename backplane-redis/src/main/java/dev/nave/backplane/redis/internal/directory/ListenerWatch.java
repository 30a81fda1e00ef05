package dev.nave.backplane.redis.internal.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns, now and then, while no change is told any more because too many wait for the listener.
 * Coordinator only.
 */
final class ListenerWatch {
  private final Duration pause;
  private final Consumer<String> warner;
  private @Nullable Instant warned;

  /**
   * Creates it.
   *
   * @param pause the time between two warnings, at least
   */
  ListenerWatch(Duration pause, Consumer<String> warner) {
    this.pause = pause;
    this.warner = warner;
  }

  /** Looks at what waits now. */
  void look(Raising.Backlog backlog, Instant now) {
    boolean isDue = warned == null || Duration.between(warned, now).compareTo(pause) >= 0;
    if (!backlog.isFull() || !isDue) {
      return;
    }
    warned = now;
    warner.accept(
        "a listener has not returned, or its stage is not complete: %d changes of the directory wait for it, the oldest since %s; this server raises no further change until then, as at most %d may wait"
            .formatted(backlog.unraised(), backlog.since(), Raising.MAX_UNRAISED));
  }
}
