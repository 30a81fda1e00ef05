package dev.nave.hub.internal.loop;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Code of the application that runs on a loop, from its beginning on. Immutable; any thread.
 *
 * @param begunAt when it began, in the loop's time
 * @param grace how long it may take
 * @param onLong told how long it has taken so far, if that is more
 */
public record LoopUse(long begunAt, Duration grace, Consumer<Duration> onLong) {
  /**
   * Tells if the code takes too long.
   *
   * @param now the loop's time
   */
  public void tellIfLong(long now) {
    long nanos = now - begunAt;
    if (nanos > grace.toNanos()) {
      onLong.accept(Duration.ofNanos(nanos));
    }
  }
}
