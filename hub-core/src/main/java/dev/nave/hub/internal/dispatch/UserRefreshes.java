package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a hub that the user of one connection was authenticated anew: not before {@code
 * onConnected} has ended, never after {@code onDisconnected} has begun, one at a time. Of refreshes
 * that come while one is told the last is.
 *
 * <p><b>Threading.</b> Any thread; the hub is told on the hub executor. Invocations that run go on;
 * further ones wait, and so does the end.
 */
final class UserRefreshes {
  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final CallerContext caller;
  private final InvocationQueue invocations;

  @GuardedBy("this")
  private boolean accepted;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private boolean waiting;

  @GuardedBy("this")
  private boolean running;

  UserRefreshes(
      HubDispatch<?> hub,
      HubConnection connection,
      CallerContext caller,
      InvocationQueue invocations) {
    this.hub = hub;
    this.connection = connection;
    this.caller = caller;
    this.invocations = invocations;
  }

  /** The hub has accepted the connection. */
  void accepted() {
    synchronized (this) {
      accepted = true;
    }
    tellNext();
  }

  /** The connection is over. */
  synchronized void ended() {
    ended = true;
  }

  /** The user was authenticated anew. */
  void refreshed() {
    synchronized (this) {
      waiting = true;
    }
    tellNext();
  }

  private void tellNext() {
    synchronized (this) {
      if (!waiting || !accepted || ended || running) {
        return;
      }
      waiting = false;
      running = true;
      invocations.enter(); // Under the lock: the end, which waits for it, must not come between.
    }
    try {
      executor().execute(this::tell);
    } catch (RejectedExecutionException e) { // The server stops, and the connection with it.
      told(null);
    }
  }

  private void tell() {
    CallOutcome<?> called =
        hub.call(caller, ClientResultWait.FREE, hub.pipeline().refreshed(caller), executor());
    var unusedFuture = called.whenDone((value, failure) -> told(failure));
  }

  private Executor executor() {
    return caller.threads().of(Work.OTHER);
  }

  private void told(@Nullable Throwable failure) {
    if (failure != null) {
      hub.logFailure(connection, "onAuthenticationRefreshed", failure);
    }
    synchronized (this) {
      running = false;
    }
    invocations.leave();
    tellNext();
  }
}
