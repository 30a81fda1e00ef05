package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.ConnectionHandler;
import dev.nave.hub.internal.connection.ConnectionLog;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.protocol.HubMessage;
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
  private @Nullable StartedConnection started;

  /** Begins with a connection that has not shaken hands yet. */
  public ConnectionDispatcher(HubDispatch<?> hub, ConnectionRequest request) {
    this.hub = hub;
    this.request = request;
  }

  @Override
  public void started(HubConnection connection) {
    ConnectionLog.started(connection.id(), hub.name(), connection.protocol(), request);
    StartedConnection fresh = new StartedConnection(hub, connection, request);
    started = fresh;
    try {
      var unusedFuture =
          hub.registry()
              .register(connection, request.userId())
              .thenRunAsync(fresh::connect, hub.executor());
    } catch (RuntimeException e) {
      log.error("{}: cannot be registered", connection, e);
      fresh.notRegistered();
      connection.fail(e);
    }
  }

  @Override
  public void message(HubConnection connection, HubMessage message) {
    StartedConnection running = started;
    if (running != null && !running.take(message)) {
      // Messages cross: what they are about may have ended already.
      log.debug("{}: {} concerns nothing that is known", connection, kind(message));
    }
  }

  private static String kind(HubMessage message) {
    return message.getClass().getSimpleName();
  }

  @Override
  public void messagesRead(HubConnection connection) {
    StartedConnection running = started;
    if (running != null) {
      running.allTaken();
    }
  }

  @Override
  public void returned(HubConnection connection, ConnectionRequest latest) {
    StartedConnection running = started;
    if (running != null) {
      running.returned(latest);
    }
  }

  @Override
  public void finishing(HubConnection connection, Runnable whenAnswered) {
    StartedConnection running = started;
    if (running == null) {
      whenAnswered.run();
    } else {
      running.finish(whenAnswered);
    }
  }

  @Override
  public void left(HubConnection connection, @Nullable Throwable cause, Runnable whenTooLate) {
    StartedConnection running = started;
    if (running != null) {
      running.left(cause, whenTooLate);
    }
  }

  @Override
  public void ended(HubConnection connection, @Nullable Throwable cause, boolean drops) {
    StartedConnection running = started;
    if (running != null) {
      running.end(cause, drops);
    }
  }
}
