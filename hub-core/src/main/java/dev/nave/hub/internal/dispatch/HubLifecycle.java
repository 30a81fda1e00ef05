package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LogCategory;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code onConnected} and {@code onDisconnected} of one connection: the second runs once, if the
 * first has accepted the connection, and after it; then the connection is no longer registered.
 *
 * <p><b>Threading.</b> Any thread; the hub is called on the hub executor.
 */
final class HubLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final CallerContext caller;

  @GuardedBy("this")
  private boolean accepted;

  @GuardedBy("this")
  private boolean disconnecting;

  @GuardedBy("this")
  private @Nullable Throwable endCause;

  HubLifecycle(HubDispatch<?> hub, HubConnection connection, CallerContext caller) {
    this.hub = hub;
    this.connection = connection;
    this.caller = caller;
  }

  /**
   * Calls {@code onConnected}, and opens the connection or refuses it. On a thread for the
   * entrance.
   *
   * @param onAccepted called if the connection is open
   * @param onDone called at last, whatever has become of it
   */
  void connect(Runnable onAccepted, Runnable onDone) {
    CallOutcome<?> called =
        hub.call(
            caller,
            ClientResultWait.FORBIDDEN,
            hub.pipeline().connected(caller),
            hub.threads().entrance());
    var unusedFuture =
        called.whenDone(
            (value, failure) -> {
              if (failure == null) {
                accept(onAccepted);
              } else {
                hub.logFailure(connection, "onConnected", failure);
                connection.loop().execute(() -> connection.refused(failure));
              }
              onDone.run();
            });
  }

  private void accept(Runnable onAccepted) {
    boolean over;
    Throwable cause;
    synchronized (this) {
      accepted = true;
      over = disconnecting;
      cause = endCause;
      if (!over) {
        connection.loop().execute(this::opened);
      }
    }
    if (over) {
      // The end did not wait so long; what onConnected has begun is ended all the same.
      hub.threads().hub().execute(() -> onDisconnected(cause));
    } else {
      onAccepted.run();
    }
  }

  private void opened() {
    hub.registry().accepted(connection);
    connection.opened();
  }

  /** Ends it, if that has not been done: calls {@code onDisconnected} if it is due. */
  void disconnect(@Nullable Throwable cause) {
    synchronized (this) {
      if (disconnecting) {
        return;
      }
      disconnecting = true;
      endCause = cause;
      if (!accepted) {
        unregister();
        return;
      }
    }
    try {
      hub.threads().hub().execute(() -> onDisconnected(cause));
    } catch (RejectedExecutionException e) {
      log.warn("{}: the server has stopped before onDisconnected could run", connection);
      unregister();
    }
  }

  private void onDisconnected(@Nullable Throwable cause) {
    CallOutcome<?> called =
        hub.call(
            caller,
            ClientResultWait.FREE,
            hub.pipeline().disconnected(caller, cause),
            hub.threads().hub());
    var unusedFuture =
        called.whenDone(
            (value, failure) -> {
              if (failure != null) {
                hub.logFailure(connection, "onDisconnected", failure);
              }
              unregister();
            });
  }

  private void unregister() {
    connection.loop().execute(() -> hub.registry().unregister(connection));
  }
}
