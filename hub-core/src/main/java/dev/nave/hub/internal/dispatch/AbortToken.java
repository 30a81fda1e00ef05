package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.internal.logging.LogCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A token that the server cancels: of a connection that ends, or of one call. Any thread. */
final class AbortToken implements CancellationToken {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final Executor executor;

  /** Most tokens have none: while that is so, a list that cannot be changed. */
  @GuardedBy("this")
  private List<Runnable> callbacks = List.of();

  private volatile boolean cancelled;

  AbortToken(Executor executor) {
    this.executor = executor;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Runnable onCancelled(Runnable callback) {
    // A wrapper, so that the same callback can be registered twice and forgotten once.
    Runnable once = () -> run(callback);
    synchronized (this) {
      if (!cancelled) {
        if (callbacks.isEmpty()) {
          callbacks = new ArrayList<>(2);
        }
        callbacks.add(once);
        return () -> forget(once);
      }
    }
    executor.execute(once);
    return () -> {};
  }

  private synchronized void forget(Runnable once) {
    if (!callbacks.isEmpty()) {
      callbacks.remove(once);
    }
  }

  void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = callbacks;
      callbacks = List.of();
    }
    due.forEach(executor::execute);
  }

  private static void run(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      log.warn("a callback of a cancellation token failed", e);
    }
  }
}
