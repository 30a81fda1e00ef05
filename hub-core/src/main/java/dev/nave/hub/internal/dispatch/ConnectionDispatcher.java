package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.internal.connection.ClientErrors;
import dev.nave.hub.internal.connection.ConnectionHandler;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.connection.OutboundMessage;
import dev.nave.hub.internal.streams.Backlog;
import dev.nave.hub.internal.streams.BacklogOverflowException;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
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
      running.invoke(call);
    } else if (message instanceof StreamInvocationMessage call) {
      running.stream(call);
    } else if (!answers(connection, message) && !running.isKnown(message)) {
      // Messages cross: what they are about may have ended already.
      log.debug("{}: {} concerns nothing that is known", connection, kind(message));
    }
    running.look();
  }

  private boolean answers(HubConnection connection, HubMessage message) {
    return message instanceof CompletionMessage completion
        && hub.questions().answered(connection, completion);
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
  public void returned(HubConnection connection, ConnectionRequest latest) {
    Started running = started;
    if (running != null) {
      running.caller.returned(latest);
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
    final Backlog backlog;
    final ActiveCalls calls;
    final InvocationQueue invocations;
    final UserRefreshes refreshes;

    /** While reading is paused: forgets the timer. Owned by the loop. */
    private @Nullable Runnable unwatch;

    @GuardedBy("this")
    private boolean accepted;

    @GuardedBy("this")
    private boolean disconnecting;

    @GuardedBy("this")
    private @Nullable Throwable endCause;

    Started(HubConnection connection) {
      this.connection = connection;
      this.caller = new CallerContext(connection, request, hub.executor());
      this.backlog =
          new Backlog(options().maxBacklogBytes(), () -> connection.loop().execute(this::look));
      this.calls = new ActiveCalls(connection, hub.methods(), backlog, hub.executor());
      this.invocations =
          new InvocationQueue(
              hub.executor(),
              options().maximumParallelInvocationsPerClient(),
              backlog,
              options().maxClientResultsPerConnection(),
              new InvocationRunner(hub, connection, caller));
      connection.owed().tell(backlog::beginToWait, backlog::endToWait);
      // No invocation runs beside onConnected, and the end waits for it.
      invocations.enter();
      refreshes = new UserRefreshes(hub, connection, caller, invocations);
      request.connectionUser().whenRefreshed(this::refreshed);
      expireWithUser();
    }

    // The proof of who the user is.

    private void refreshed() {
      connection.loop().execute(this::expireWithUser);
      refreshes.refreshed();
    }

    private void expireWithUser() {
      if (options().closeOnAuthenticationExpiration()) {
        connection.expireAt(request.user().flatMap(HubUser::expiresAt).orElse(null));
      }
    }

    // onConnected, on the hub executor.

    void connect() {
      Called called = hub.call(caller, WaitRule.FORBIDDEN, hub.pipeline().connected(caller));
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
      boolean over;
      Throwable cause;
      synchronized (this) {
        accepted = true;
        over = disconnecting;
        cause = endCause;
        if (!over) {
          connection.loop().execute(connection::opened);
        }
      }
      if (over) {
        // The end did not wait so long; what onConnected has begun is ended all the same.
        hub.executor().execute(() -> onDisconnected(cause));
      } else {
        refreshes.accepted();
      }
    }

    // Invocations: added on the loop.

    void invoke(InvocationMessage call) {
      try {
        ActiveCall active =
            calls.begin(call.invocationId(), call.target(), call.streamIds(), false);
        invocations.add(Invocation.of(call, active));
      } catch (CallRefusedException e) {
        refuse(call.invocationId(), e);
      }
    }

    void stream(StreamInvocationMessage call) {
      try {
        ActiveCall active = calls.begin(call.invocationId(), call.target(), call.streamIds(), true);
        invocations.add(Invocation.of(call, active));
      } catch (CallRefusedException e) {
        refuse(call.invocationId(), e);
      }
    }

    private void refuse(@Nullable String id, CallRefusedException refused) {
      log.debug("{}: a call is refused: {}", connection, ClientErrors.clip(refused.text()));
      if (id != null) {
        CompletionMessage completion = CompletionMessage.withError(id, refused.text());
        connection.send(OutboundMessage.of(completion));
      }
    }

    /** Passes on what belongs to a call that was begun before. */
    boolean isKnown(HubMessage message) {
      if (message instanceof StreamItemMessage item) {
        return calls.item(item);
      }
      if (message instanceof CompletionMessage end) {
        return calls.complete(end);
      }
      return message instanceof CancelInvocationMessage cancelled
          && calls.cancel(cancelled.invocationId());
    }

    /** Reads on, or not, as the backlog says. */
    void look() {
      boolean reads = unwatch == null;
      if (backlog.mayRead() == reads) {
        return;
      }
      if (reads) {
        log.debug("{}: more waits than maxBacklogBytes, reading pauses", connection);
        connection.pauseReading();
        watch();
      } else {
        endWatch();
        connection.resumeReading();
      }
    }

    /** From time to time looks whether the pause can end by itself. */
    private void watch() {
      unwatch =
          connection
              .loop()
              .executor()
              .schedule(
                  () -> {
                    if (backlog.isStuck()) {
                      connection.fail(new BacklogOverflowException(options().maxBacklogBytes()));
                    } else {
                      watch();
                    }
                  },
                  options().clientTimeout());
    }

    private void endWatch() {
      Runnable watched = unwatch;
      if (watched != null) {
        watched.run();
        unwatch = null;
      }
    }

    // The end: begun on the loop, onDisconnected on the hub executor.

    void end(@Nullable Throwable cause) {
      endWatch();
      invocations.drop(); // First: a method that ends at the signal must not let the next begin.
      refreshes.ended();
      caller.cancelAborted();
      calls.cut();
      hub.questions().ended(connection);
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
      Called called = hub.call(caller, WaitRule.FREE, hub.pipeline().disconnected(caller, cause));
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
