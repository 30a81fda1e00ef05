package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionHandler;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.transport.ConnectionRequest;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads one connection through its hub: {@code onConnected}, its invocations in order, {@code
 * onDisconnected}.
 *
 * <p><b>Threading.</b> The methods of {@link ConnectionHandler} run on the connection's loop; what
 * concerns the application runs on the hub executor, one step at a time.
 */
public final class ConnectionDispatcher implements ConnectionHandler {
  private static final Logger log = LoggerFactory.getLogger(ConnectionDispatcher.class);

  private final HubDispatch<?> hub;
  private final ConnectionRequest request;
  private @Nullable Started started;

  /** Begins with a connection that has not shaken hands yet. */
  public ConnectionDispatcher(HubDispatch<?> hub, ConnectionRequest request) {
    this.hub = hub;
    this.request = request;
  }

  @Override
  public void started(HubConnection connection) {
    Started fresh = new Started(connection);
    started = fresh;
    try {
      var unusedFuture =
          hub.registry()
              .register(connection, request.userId())
              .thenRunAsync(fresh::connect, hub.executor());
    } catch (RuntimeException e) {
      log.error("{}: cannot be registered", connection, e);
      fresh.invocations.leave();
      connection.fail(e);
    }
  }

  @Override
  public void message(HubConnection connection, HubMessage message) {
    Started running = started;
    if (running == null) {
      return;
    }
    if (message instanceof InvocationMessage call) {
      running.add(Invocation.of(call));
    } else if (message instanceof StreamInvocationMessage call) {
      running.add(Invocation.of(call));
    } else {
      log.debug("{}: {} concerns nothing that is known", connection, kind(message));
    }
  }

  private static String kind(HubMessage message) {
    return message.getClass().getSimpleName();
  }

  @Override
  public void messagesRead(HubConnection connection) {
    Started running = started;
    if (running != null) {
      running.invocations.start(connection.loop()::handOver);
    }
  }

  @Override
  public void ended(HubConnection connection, @Nullable Throwable cause) {
    Started running = started;
    if (running != null) {
      running.end(cause);
    }
  }

  private HubOptions options() {
    return hub.settings().options();
  }

  /** A connection that has shaken hands. */
  private final class Started {
    final HubConnection connection;
    final CallerContext caller;
    final InvocationQueue invocations;

    @GuardedBy("this")
    private boolean accepted;

    @GuardedBy("this")
    private boolean disconnecting;

    @GuardedBy("this")
    private @Nullable Throwable endCause;

    Started(HubConnection connection) {
      this.connection = connection;
      this.caller = new CallerContext(connection, request, hub.executor());
      this.invocations =
          new InvocationQueue(
              hub.executor(),
              options().maximumParallelInvocationsPerClient(),
              options().maxBacklogBytes(),
              new InvocationRunner(hub, connection, caller),
              () -> connection.loop().execute(connection::resumeReading));
      // No invocation runs beside onConnected, and the end waits for it.
      invocations.enter();
    }

    // onConnected, on the hub executor.

    void connect() {
      Called called = hub.call(caller, hub.pipeline().connected(caller));
      var unusedFuture =
          called.whenDone(
              (value, failure) -> {
                if (failure == null) {
                  accept();
                } else {
                  hub.logFailure(connection, "onConnected", failure);
                  connection.loop().execute(() -> connection.refused(failure));
                }
                invocations.leave();
              });
    }

    private void accept() {
      Throwable cause;
      synchronized (this) {
        accepted = true;
        if (!disconnecting) {
          connection.loop().execute(connection::opened);
          return;
        }
        cause = endCause;
      }
      // The end did not wait so long; what onConnected has begun is ended all the same.
      hub.executor().execute(() -> onDisconnected(cause));
    }

    // Invocations: added on the loop.

    void add(Invocation invocation) {
      if (invocations.add(invocation)) {
        log.debug("{}: more invocations wait than maxBacklogBytes, reading pauses", connection);
        connection.pauseReading();
      }
    }

    // The end: begun on the loop, onDisconnected on the hub executor.

    void end(@Nullable Throwable cause) {
      invocations.drop(); // First: a method that ends at the signal must not let the next begin.
      caller.cancelAborted();
      Duration grace = options().onDisconnectedGrace();
      Runnable giveUp =
          connection
              .loop()
              .executor()
              .schedule(
                  () -> {
                    log.warn(
                        "{}: a method of {} still runs {} after its end",
                        connection,
                        hub.name(),
                        grace);
                    disconnect(cause);
                  },
                  grace);
      invocations.close(
          () -> {
            giveUp.run();
            disconnect(cause);
          });
    }

    private void disconnect(@Nullable Throwable cause) {
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
        hub.executor().execute(() -> onDisconnected(cause));
      } catch (RejectedExecutionException e) {
        log.warn("{}: the server has stopped before onDisconnected could run", connection);
        unregister();
      }
    }

    private void onDisconnected(@Nullable Throwable cause) {
      Called called = hub.call(caller, hub.pipeline().disconnected(caller, cause));
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
}
