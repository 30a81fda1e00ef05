package dev.nave.hub.internal.server;

import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.stages.Outcomes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Futures that belong to the application and fail no call: a failure that it does not look at by
 * then is a warning. Any thread.
 *
 * @param hub the hub's name
 * @param log tells the operator
 */
record UnseenFailures(String hub, LineLimit lines, Logger log) {
  UnseenFailures(String hub) {
    this(
        hub,
        new LineLimit(10, Duration.ofSeconds(10), System::nanoTime),
        LoggerFactory.getLogger(LogCategory.SERVER));
  }

  /**
   * Returns what the application gets of a stage.
   *
   * @param what says what has failed, if it does
   */
  <T> CompletableFuture<T> watched(CompletableFuture<T> stage, Supplier<String> what) {
    WatchedStage<T> shown = WatchedStage.of(stage);
    var unusedFuture =
        stage.exceptionally(
            failure -> {
              if (!shown.isSeen()) {
                warn(what.get(), Outcomes.cause(failure));
              }
              return null;
            });
    return shown;
  }

  private void warn(String what, Throwable failure) {
    String earlier = lines.next();
    if (earlier != null) {
      log.warn("hub {}: {}: {}{}", hub, what, failure.getMessage(), earlier);
      log.debug("hub {}: {}", hub, what, failure);
    }
  }
}
