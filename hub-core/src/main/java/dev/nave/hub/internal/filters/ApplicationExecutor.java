package dev.nave.hub.internal.filters;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.stages.Outcomes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls of hub objects on the executor of the application. It is asked on the server's own
 * threads for application code, which wait for nothing: a call comes back as a stage. Any thread.
 */
final class ApplicationExecutor {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final String hubName;
  private final Executor executor;
  private final LineLimit lines = new LineLimit(10, Duration.ofSeconds(10), System::nanoTime);

  ApplicationExecutor(String hubName, Executor executor) {
    this.hubName = hubName;
    this.executor = executor;
  }

  /** Returns an action that fails if the executor takes no work. */
  HubAction refusable(HubAction action) {
    return new Moved(action, false);
  }

  /** Returns an action that runs on the calling thread if the executor takes no work. */
  HubAction certain(HubAction action) {
    return new Moved(action, true);
  }

  private Executor orElse(Executor other) {
    return task -> {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        other.execute(task);
      }
    };
  }

  private final class Moved extends SurroundedAction {
    private final boolean certain;

    Moved(HubAction action, boolean certain) {
      super(action);
      this.certain = certain;
    }

    @Override
    public @Nullable Object with(AbstractHub hub, Executor later) throws Throwable {
      if (!action.concerns(hub)) {
        return action.with(hub, later);
      }
      CompletableFuture<@Nullable Object> outcome = new CompletableFuture<>();
      try {
        executor.execute(() -> run(hub, orElse(later), outcome));
      } catch (RejectedExecutionException e) {
        if (certain) {
          return action.with(hub, later);
        }
        throw busy(e);
      }
      Object stage = outcome;
      return stage;
    }

    private void run(AbstractHub hub, Executor later, CompletableFuture<@Nullable Object> outcome) {
      try {
        Object value = action.with(hub, later);
        if (value instanceof CompletionStage<?> stage) {
          var unusedFuture =
              Outcomes.futureOf(stage)
                  .whenComplete(
                      (result, failure) ->
                          Outcomes.complete(outcome, result, Outcomes.unwrap(failure)));
        } else {
          outcome.complete(value);
        }
      } catch (Throwable e) { // Not every language declares what it throws.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        outcome.completeExceptionally(e);
      }
    }
  }

  private HubException busy(RejectedExecutionException cause) {
    String earlier = lines.next();
    if (earlier != null) {
      log.warn(
          "hub {}: the application's hubExecutor takes no work, so calls fail: {}{}",
          hubName,
          cause.getMessage(),
          earlier);
    }
    return new HubException("The server is busy.", cause);
  }
}
