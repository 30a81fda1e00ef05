package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.internal.logging.LogCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token that the server cancels: of a connection that ends, or of one call.
 *
 * <p><b>Threading.</b> Any thread. The lock is not the token itself, which the application has: the
 * loop cancels tokens, and must not wait for an application that has locked one.
 */
final class AbortToken implements CancellationToken {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final Executor executor;

  /** Its own lock. Begins without room: most tokens have none. */
  @GuardedBy("callbacks")
  private final List<Runnable> callbacks = new ArrayList<>(0);

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
    synchronized (callbacks) {
      if (!cancelled) {
        callbacks.add(once);
        return () -> forget(once);
      }
    }
    executor.execute(once);
    return () -> {};
  }

  private void forget(Runnable once) {
    synchronized (callbacks) {
      callbacks.remove(once);
    }
  }

  void cancel() {
    List<Runnable> due;
    synchronized (callbacks) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(callbacks);
      callbacks.clear();
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
