package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.streams.Backlog;
import dev.nave.hub.internal.streams.BacklogWatch;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has once it has shaken hands: its calls, and the lifecycle of its hub around
 * them.
 *
 * <p><b>Threading.</b> Loop only, but for {@link #connect}, which is for the hub executor.
 */
final class StartedConnection {
  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final ConnectionRequest request;
  private final CallerContext caller;
  private final BacklogWatch watch;
  private final ActiveCalls calls;
  private final InvocationQueue invocations;
  private final UserRefreshes refreshes;
  private final HubLifecycle lifecycle;
  private final FinalMessages last;

  StartedConnection(HubDispatch<?> hub, HubConnection connection, ConnectionRequest request) {
    this.hub = hub;
    this.connection = connection;
    this.request = request;
    HubOptions options = connection.options();
    caller = new CallerContext(connection, request, hub.executor());
    watch = new BacklogWatch(connection, this::isAtWork);
    Backlog backlog = watch.backlog();
    calls = new ActiveCalls(connection, hub.methods(), backlog, hub.executor());
    invocations =
        new InvocationQueue(
            hub.executor(),
            options.maximumParallelInvocationsPerClient(),
            backlog,
            options.maxClientResultsPerConnection(),
            new InvocationRunner(hub, connection, caller));
    connection.pendingResults().tell(backlog::beginToWait, backlog::endToWait);
    // No invocation runs beside onConnected, and the end waits for it.
    invocations.enter();
    refreshes = new UserRefreshes(hub, connection, caller, invocations);
    lifecycle = new HubLifecycle(hub, connection, caller);
    last = new FinalMessages(hub, connection, caller, calls, invocations, lifecycle);
    request.connectionUser().whenRefreshed(this::refreshed);
    expireWithUser();
  }

  // The proof of who the user is.

  /** Any thread. */
  private void refreshed(boolean hubIsTold) {
    connection.loop().execute(this::expireWithUser);
    // Polls and re-attached links may bring a newer proof, too, whatever the option says.
    if (hubIsTold && hub.settings().options().authenticationRefresh()) {
      refreshes.refreshed();
    }
  }

  private void expireWithUser() {
    if (connection.options().closeOnAuthenticationExpiration()) {
      connection.expireAt(request.user().flatMap(HubUser::expiresAt).orElse(null));
    }
  }

  // The beginning.

  /** The connection is registered: {@code onConnected} is due. On the hub executor. */
  void connect() {
    // On the loop, behind the reading of what came meanwhile: the end must not come between.
    lifecycle.connect(refreshes::accepted, () -> connection.loop().execute(invocations::leave));
  }

  /** The connection cannot be registered, and {@code onConnected} never runs. */
  void notRegistered() {
    invocations.leave();
  }

  /** The client is back with another request. */
  void returned(ConnectionRequest latest) {
    caller.returned(latest);
  }

  private boolean isAtWork() {
    return invocations.isAtWork();
  }

  // Messages.

  /** Takes a message; false if it concerns nothing that is known. */
  boolean take(HubMessage message) {
    boolean known = true;
    if (message instanceof InvocationMessage call) {
      begin(call);
    } else if (message instanceof StreamInvocationMessage call) {
      begin(call);
    } else {
      known = concernsQuestion(message) || concernsCall(message);
    }
    watch.look();
    return known;
  }

  /** All messages of one read were taken: the calls among them may start. */
  void allTaken() {
    invocations.start(connection.loop()::handOver);
  }

  private void begin(InvocationMessage call) {
    try {
      ActiveCall active = calls.begin(call.invocationId(), call.target(), call.streamIds(), false);
      invocations.add(Invocation.of(call, active));
    } catch (CallRefusedException e) {
      refuse(call.target(), call.invocationId(), e);
    }
  }

  private void begin(StreamInvocationMessage call) {
    try {
      ActiveCall active = calls.begin(call.invocationId(), call.target(), call.streamIds(), true);
      invocations.add(Invocation.of(call, active));
    } catch (CallRefusedException e) {
      refuse(call.target(), call.invocationId(), e);
    }
  }

  private void refuse(String target, @Nullable String id, CallRefusedException refused) {
    InvocationLog.refused(hub, connection, target, id, refused.text());
    if (id != null) {
      CompletionMessage completion = CompletionMessage.withError(id, refused.text());
      connection.send(OutboundMessage.of(completion));
    }
  }

  private boolean concernsQuestion(HubMessage message) {
    return message instanceof CompletionMessage completion
        && hub.questions().answered(connection, completion);
  }

  /** Passes on what belongs to a call that was begun before. */
  private boolean concernsCall(HubMessage message) {
    if (message instanceof StreamItemMessage item) {
      return calls.item(item);
    }
    if (message instanceof CompletionMessage end) {
      return calls.complete(end);
    }
    return message instanceof CancelInvocationMessage cancelled
        && calls.cancel(cancelled.invocationId());
  }

  // The end.

  /** Nothing is read any more; the client gets the answers to what it sent before. */
  void finish(Runnable whenAnswered) {
    watch.end();
    last.finish(whenAnswered);
  }

  /** The client has left, and what it sent is read once the hub has accepted it. */
  void left(@Nullable Throwable cause, Runnable whenTooLate) {
    last.left(cause, whenTooLate);
  }

  /** The connection has ended: its calls end in their turn, then its hub is told. */
  void end(@Nullable Throwable cause, boolean drops) {
    watch.end();
    refreshes.ended();
    last.end(cause, drops);
  }
}
