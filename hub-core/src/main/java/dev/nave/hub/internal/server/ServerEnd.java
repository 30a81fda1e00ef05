package dev.nave.hub.internal.server;

import dev.nave.hub.ServerFailedException;
import dev.nave.hub.internal.stages.Outcomes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * How a server ends: as it is told to, or by itself, because something failed that nothing can
 * replace. Any thread.
 */
final class ServerEnd {
  private static final Logger log = ServerLog.LOG;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable Throwable failure;

  /**
   * Something failed that nothing can replace. The first failure counts.
   *
   * @param stop ends the server
   * @param longest how long that may take before the application is told all the same
   */
  void fail(Throwable cause, Runnable stop, Duration longest) {
    synchronized (this) {
      if (failure != null || ended.isDone()) {
        return;
      }
      failure = cause; // Before anything that needs memory, for that may be what is missing.
    }
    log.error("the server has failed and ends, its process is to be restarted: {}", text(cause));
    try {
      stop.run();
    } finally {
      // What is left of the server may be unable to say that it has stopped.
      CompletableFuture.delayedExecutor(longest.toNanos(), TimeUnit.NANOSECONDS)
          .execute(this::stopped);
    }
  }

  /** The server has stopped. */
  void stopped() {
    Throwable cause = failure;
    if (cause == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(new ServerFailedException(text(cause), cause));
    }
  }

  /** Returns what failed; null if nothing did. */
  @Nullable String failure() {
    Throwable cause = failure;
    return cause == null ? null : text(cause);
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  /** Returns a stage that is done when the server has ended, with its failure if it has one. */
  CompletableFuture<Void> whenEnded() {
    return Outcomes.copy(ended);
  }
}
