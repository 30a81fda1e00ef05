package dev.nave.hub.internal.server;

import dev.nave.hub.ServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The waits of a stop, which give clients and load balancers time to follow. A second stop ends
 * them. Any thread; never blocks.
 */
final class Drain {
  private final ServerOptions options;
  private final CompletableFuture<Void> hurry = new CompletableFuture<>();
  private volatile Duration spread = Duration.ZERO;

  Drain(ServerOptions options) {
    this.options = options;
  }

  /** Ends every wait, now and later. */
  void hurry() {
    hurry.complete(null);
  }

  /** Spreads what is done in batches over that time, but not faster than the options allow. */
  void spread(Duration time) {
    spread = time;
  }

  /** Returns a stage that is done when load balancers have had their time to look. */
  CompletableFuture<Void> delay() {
    return pause(options.drainDelay());
  }

  /**
   * Runs these in batches, with a pause after each batch but the last. The stage completes after
   * the last one, or when a second stop ends the waits: then some have not been run.
   */
  CompletableFuture<Void> inBatches(List<Runnable> actions) {
    int size = options.closeBatchSize();
    Duration interval = options.closeBatchInterval();
    long pauses = Math.min(actions.size() - 1, Math.max(1, spread.dividedBy(interval)));
    int spreadSize = pauses < 1 ? size : (int) ((actions.size() + pauses) / (pauses + 1));
    return spread.isZero() || spreadSize >= size
        ? inBatches(actions, size, interval)
        : inBatches(actions, spreadSize, spread.dividedBy(pauses));
  }

  private CompletableFuture<Void> inBatches(List<Runnable> actions, int most, Duration interval) {
    int size = Math.min(most, actions.size());
    actions.subList(0, size).forEach(Runnable::run);
    if (size == actions.size()) {
      return CompletableFuture.completedFuture(null);
    }
    List<Runnable> others = actions.subList(size, actions.size());
    return pause(interval)
        .thenCompose(
            unused ->
                hurry.isDone()
                    ? CompletableFuture.completedFuture(null)
                    : inBatches(others, most, interval));
  }

  /** Returns a stage that is done after that time. */
  CompletableFuture<Void> pause(Duration length) {
    if (length.isZero()) {
      return CompletableFuture.completedFuture(null);
    }
    return hurry.copy().completeOnTimeout(null, length.toNanos(), TimeUnit.NANOSECONDS);
  }
}
