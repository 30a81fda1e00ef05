package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.ConnectionUser;
import dev.nave.hub.internal.connection.ConnectionHandler;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.streams.Backlog;
import dev.nave.hub.internal.streams.BacklogOverflowException;
import dev.nave.hub.internal.streams.BacklogWatch;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a hub does with one connection: {@code onConnected}, its invocations in order, {@code
 * onDisconnected}.
 *
 * <p><b>Threading.</b> The methods of {@link ConnectionHandler} run on the connection's loop; what
 * concerns the application runs on the hub executor, one step at a time.
 */
public final class ConnectionSession
    implements ConnectionHandler, BacklogWatch.Owner, ConnectionUser.RefreshListener {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final ConnectionRequest request;
  private final CallerContext caller;
  private final CallLimits limits;
  private final BacklogWatch watch;
  private final ActiveCalls calls;
  private final InvocationQueue invocations;
  private final UserRefreshes refreshes;
  private final HubLifecycle lifecycle;

  /** Null until the end is near. */
  private @Nullable FinalMessages last;

  /** Prepares for a connection that has not shaken hands yet. */
  public ConnectionSession(
      HubDispatch<?> hub, HubConnection connection, ConnectionRequest request) {
    this.hub = hub;
    this.connection = connection;
    this.request = request;
    HubOptions options = connection.options();
    caller = new CallerContext(connection, request, hub.threads());
    limits = new CallLimits(hub, connection, request.userId());
    watch = new BacklogWatch(connection, this);
    Backlog backlog = watch.backlog();
    calls = new ActiveCalls(connection, hub, backlog, caller.threads());
    invocations =
        new InvocationQueue(
            caller.threads(),
            connection.loop(),
            RunningInvocations.Bounds.of(options),
            backlog,
            new InvocationRunner(hub, connection, caller));
    refreshes = new UserRefreshes(hub, connection, caller, invocations);
    lifecycle = new HubLifecycle(hub, connection, caller);
  }

  @Override
  public boolean isAtWork() {
    return invocations.isAtWork();
  }

  @Override
  public void stuck(BacklogOverflowException cause) {
    hub.failures().stuck(connection, cause);
  }

  // The beginning.

  @Override
  public void started() {
    request.handshakeDone();
    limits.begin();
    connection.pendingResults().tell(watch.backlog());
    // No invocation runs beside onConnected, and the end waits for it.
    invocations.enter();
    request.connectionUser().whenRefreshed(this);
    expireWithUser();
    try {
      var unusedFuture =
          hub.registry()
              .register(connection, request.userId())
              .thenRunAsync(this::connect, this::letIn);
    } catch (RuntimeException e) {
      log.error("{}: cannot be registered", connection, e);
      invocations.leave(); // onConnected never runs.
      connection.fail(e);
    }
  }

  /** Those that come in one turn of the loop wake one thread together. */
  private void letIn(Runnable connect) {
    Executor entrance = hub.threads().entrance();
    if (connection.loop().executor().inLoop()) {
      connection.loop().handOver(entrance, connect);
    } else {
      entrance.execute(connect); // The topics of the connection had to be subscribed to first.
    }
  }

  /** The connection is registered: {@code onConnected} is due. On a thread for the entrance. */
  private void connect() {
    // On the loop, behind the reading of what came meanwhile: the end must not come between.
    lifecycle.connect(refreshes::accepted, () -> connection.loop().execute(invocations::leave));
  }

  // The credentials of the user.

  /** Any thread. */
  @Override
  public void refreshed(boolean hubIsTold) {
    connection.loop().execute(this::expireWithUser);
    // Polls and re-attached links may bring newer credentials, too, whatever the option says.
    if (hubIsTold && hub.settings().options().authenticationRefresh()) {
      refreshes.refreshed();
    }
  }

  private void expireWithUser() {
    if (connection.options().closeOnAuthenticationExpiration()) {
      connection.expireAt(request.user().flatMap(HubUser::expiresAt).orElse(null));
    }
  }

  @Override
  public void returned(ConnectionRequest latest) {
    caller.returned(latest);
    connection.record().returned(latest);
  }

  // Messages.

  @Override
  public void invoked(InvocationMessage call) {
    try {
      limits.check(call.target(), call.invocationId(), call.streamIds(), call.arguments());
      refuseIfDraining(call.target());
      if (invocations.add(calls.begin(call))) {
        watch.look();
      }
    } catch (CallRefusedException e) {
      refuse(call.target(), call.invocationId(), e);
    }
  }

  @Override
  public void invoked(StreamInvocationMessage call) {
    try {
      limits.check(call.target(), call.invocationId(), call.streamIds(), call.arguments());
      refuseIfDraining(call.target());
      if (invocations.add(calls.begin(call))) {
        watch.look();
      }
    } catch (CallRefusedException e) {
      refuse(call.target(), call.invocationId(), e);
    }
  }

  private void refuseIfDraining(String target) throws CallRefusedException {
    if (last != null) {
      last.refuseIfDraining(target);
    }
  }

  private void refuse(String target, @Nullable String id, CallRefusedException refused) {
    InvocationLog.refused(hub, connection, target, id, refused.text());
    if (id != null) {
      CompletionMessage completion = CompletionMessage.withError(id, refused.text());
      connection.send(OutboundMessage.of(completion));
    }
  }

  @Override
  public void item(StreamItemMessage item) {
    noteUnless(calls.item(item), item);
  }

  @Override
  public void completed(CompletionMessage completion) {
    noteUnless(
        hub.questions().answered(connection, completion) || calls.complete(completion), completion);
  }

  @Override
  public void cancelled(CancelInvocationMessage cancellation) {
    noteUnless(calls.cancel(cancellation.invocationId()), cancellation);
  }

  /** Messages cross: what they are about may have ended already. */
  private void noteUnless(boolean known, HubMessage message) {
    watch.look();
    if (!known) {
      String kind = message.getClass().getSimpleName();
      log.debug("{}: {} concerns nothing that is known", connection, kind);
    }
  }

  /** All messages of one read were taken: the calls among them may start. */
  @Override
  public void messagesRead() {
    invocations.start(connection.loop()::handOver);
  }

  // The end.

  private FinalMessages last() {
    FinalMessages made = last;
    if (made == null) {
      made = new FinalMessages(hub, connection, caller, calls, invocations, lifecycle);
      last = made;
    }
    return made;
  }

  @Override
  public void finishing(Runnable whenAnswered) {
    watch.end();
    last().finish(whenAnswered);
  }

  @Override
  public void draining(Runnable whenAnswered) {
    last().drain(whenAnswered);
  }

  @Override
  public void left(@Nullable Throwable cause, Runnable whenTooLate) {
    last().left(cause, whenTooLate);
  }

  @Override
  public void ended(@Nullable Throwable cause, boolean drops) {
    watch.end();
    limits.end();
    refreshes.ended();
    last().end(cause, drops);
  }
}
