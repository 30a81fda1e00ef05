package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.ClientErrors;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.connection.StreamWindow;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import dev.nave.hub.internal.filters.HubAction;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.LoopUse;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.MethodResult;
import dev.nave.hub.internal.methods.ReturnKind;
import dev.nave.hub.meters.InvocationOutcome;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.transport.RefusalLog;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the invocations of one connection: finds the method, binds the arguments, asks whether the
 * user may call it, calls it, and sends the completion. On the hub executor, or on the loop for
 * methods that do not block.
 */
final class InvocationRunner implements InvocationStart {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final CallerContext caller;

  InvocationRunner(HubDispatch<?> hub, HubConnection connection, CallerContext caller) {
    this.hub = hub;
    this.connection = connection;
    this.caller = caller;
  }

  @Override
  public @Nullable CompletableFuture<?> run(Invocation invocation, ClientResultWait rule) {
    HubMethod method = invocation.method();
    return method != null && method.isNonBlocking() && !invocation.isStreaming()
        ? runOnLoop(invocation, method, rule)
        : begin(invocation, rule);
  }

  /** Runs a method that does not block, and looks whether that is so. */
  private @Nullable CompletableFuture<?> runOnLoop(
      Invocation invocation, HubMethod method, ClientResultWait rule) {
    HubLoop loop = connection.loop();
    Duration grace = connection.options().nonBlockingGrace();
    LoopUse use =
        new LoopUse(loop.now(), grace, took -> hub.failures().blocks(method, took, grace));
    loop.beginUse(use);
    try {
      return begin(invocation, rule);
    } finally {
      boolean unusedInterrupt = Thread.interrupted(); // The loop goes on, whatever a method left.
      loop.endUse();
    }
  }

  private @Nullable CompletableFuture<?> begin(Invocation invocation, ClientResultWait rule) {
    hub.meters().begun(invocation);
    HubMethod method = invocation.method();
    if (method == null) {
      fail(
          invocation,
          InvocationOutcome.REFUSED,
          "Failed to invoke '%s' due to an error on the server.",
          new HubException("Method does not exist."));
      return null;
    }
    @Nullable Object[] arguments;
    try {
      arguments = invocation.arguments().bind(method.argumentTypes());
    } catch (BindingException e) {
      if (log.isDebugEnabled()) {
        log.debug("{}: arguments of {} do not fit: {}", connection, method.name(), reason(e));
      }
      fail(
          invocation,
          InvocationOutcome.REFUSED,
          "Failed to invoke '%s' due to an error on the server.",
          e);
      return null;
    } catch (Error e) { // Out of a constructor, or a value too deep for it.
      hub.logFailure(connection, method.name(), e);
      fail(
          invocation,
          InvocationOutcome.FAILED,
          "Failed to invoke '%s' due to an error on the server.",
          e);
      return null;
    }
    return method.authorization().isEmpty()
        ? start(invocation, method, arguments, rule)
        : new MethodAuthorizer(hub, caller)
            .ask(
                method,
                arguments,
                (allowed, failure) -> {
                  if (allowed) {
                    return start(invocation, method, arguments, rule);
                  }
                  refuse(invocation, method, failure);
                  return null;
                });
  }

  /** Which argument does not fit, and what its reader said in its first line. */
  private static String reason(BindingException failure) {
    Throwable cause = failure.getCause();
    if (cause == null || failure.place().isEmpty()) {
      return RefusalLog.quote(String.valueOf(failure.getMessage()));
    }
    String said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    int end = said.indexOf('\n');
    return RefusalLog.quote(failure.place())
        + ": "
        + RefusalLog.quote(end < 0 ? said : said.substring(0, end));
  }

  private void refuse(Invocation invocation, HubMethod method, @Nullable Throwable failure) {
    if (failure != null) {
      hub.logFailure(connection, method.name(), failure);
      fail(
          invocation,
          InvocationOutcome.FAILED,
          "An unexpected error occurred invoking '%s' on the server.",
          failure);
      return;
    }
    refused(invocation, "the user may not call it");
    complete(
        invocation, "Failed to invoke '" + invocation.target() + "' because user is unauthorized");
  }

  private @Nullable CompletableFuture<?> start(
      Invocation invocation,
      HubMethod method,
      @Nullable Object[] arguments,
      ClientResultWait rule) {
    if (!fitsItsStreams(invocation, method)) {
      return null;
    }
    ActiveCall active = invocation.active();
    @Nullable Object[] placed =
        active == null
            ? arguments
            : method.place(arguments, active.uploadsInOrder(), active.token());
    MethodResult own = MethodResult.of(method, hub.pipeline().hasFilters());
    HubAction action =
        hub.pipeline().invocation(caller, own.watched(), placed, invocation.headers());
    CallOutcome<?> called = hub.call(caller, rule, action, caller.threads().of(Work.METHOD));
    String id = invocation.id();
    StreamWindow outlet = active == null ? null : active.outlet();
    if (id != null && active != null && outlet != null) {
      return new StreamCall(this, invocation, id, method, own, active, outlet).send(called, action);
    }
    return called.whenDone(
        (value, failure) -> complete(invocation, method, own, value, failure), afterSends());
  }

  /**
   * Returns where calls go on that waited for their own sends alone; null if these hold their
   * places. Not among methods, which may hold all threads that they may: no place is kept for
   * these.
   */
  private @Nullable ConnectionThreads afterSends() {
    return connection.options().maxPipelinedSendsPerConnection() > 0 ? caller.threads() : null;
  }

  private boolean fitsItsStreams(Invocation invocation, HubMethod method) {
    boolean streams = method.returnKind() == ReturnKind.STREAM;
    if (streams != invocation.wantsStream()) {
      refused(invocation, "it is " + (streams ? "a" : "no") + " streaming method");
      complete(
          invocation,
          "The client attempted to invoke the "
              + (streams ? "streaming '" : "non-streaming '")
              + invocation.target()
              + "' method with a "
              + (streams ? "non-streaming invocation." : "streaming invocation."));
      return false;
    }
    int expected = method.uploadTypes().size();
    if (invocation.uploads() != expected) {
      fail(
          invocation,
          InvocationOutcome.REFUSED,
          "An unexpected error occurred invoking '%s' on the server.",
          new HubException(
              "Client sent "
                  + invocation.uploads()
                  + " stream(s), Hub method expects "
                  + expected
                  + "."));
      return false;
    }
    return true;
  }

  HubDispatch<?> hub() {
    return hub;
  }

  /** Returns where streams of the application are asked for their items. */
  Executor streamExecutor() {
    return hub.pipeline().executorFor(caller, caller.threads().of(Work.STREAM));
  }

  HubConnection connection() {
    return connection;
  }

  CallerContext caller() {
    return caller;
  }

  private void complete(
      Invocation invocation,
      HubMethod method,
      MethodResult own,
      @Nullable Object value,
      @Nullable Throwable failure) {
    invocation.end();
    if (failure != null) {
      failed(invocation, method, failure);
    } else if (invocation.id() == null) {
      completed(invocation);
    } else {
      try {
        sendIfItFits(CompletionMessage.withResult(invocation.id(), value, own.typeOf(value)));
        completed(invocation);
      } catch (EncodingException e) {
        hub.failures().notSent(connection, method.name(), e);
        fail(
            invocation,
            InvocationOutcome.FAILED,
            "An unexpected error occurred invoking '%s' on the server.",
            e);
      } catch (RuntimeException | Error e) { // The client waits for an answer.
        hub.logFailure(connection, method.name(), e);
        fail(
            invocation,
            InvocationOutcome.FAILED,
            "An unexpected error occurred invoking '%s' on the server.",
            e);
      }
    }
  }

  /** Notes that a call was answered as it should be. */
  void completed(Invocation invocation) {
    InvocationLog.completed(hub, connection, invocation);
  }

  /** Notes that a call was not begun. */
  private void refused(Invocation invocation, String reason) {
    InvocationLog.refused(hub, connection, invocation, reason);
  }

  /** Answers a call whose method threw something. */
  void failed(Invocation invocation, HubMethod method, Throwable failure) {
    if (failure instanceof CancellationException && invocation.isCancelled()) {
      log.debug("{}: {} has ended because it was cancelled", connection, method.name());
    } else {
      hub.logFailure(connection, method.name(), failure);
    }
    fail(
        invocation,
        outcomeOf(invocation, failure),
        "An unexpected error occurred invoking '%s' on the server.",
        failure);
  }

  /** Returns how an invocation ended whose method threw something. */
  static InvocationOutcome outcomeOf(Invocation invocation, Throwable failure) {
    if (failure instanceof CancellationException && invocation.isCancelled()) {
      return InvocationOutcome.CANCELLED;
    }
    return failure instanceof HubException ? InvocationOutcome.DECLINED : InvocationOutcome.FAILED;
  }

  private void fail(
      Invocation invocation, InvocationOutcome outcome, String text, Throwable cause) {
    InvocationLog.failed(hub, connection, invocation, outcome, cause);
    String error = text.replace("%s", invocation.target());
    invocation.end();
    if (invocation.id() == null) {
      return;
    }
    try {
      sendIfItFits(CompletionMessage.withError(invocation.id(), compose(error, cause)));
    } catch (EncodingException e) {
      log.debug("{}: the details of an error are not sent", connection, e);
      complete(invocation, error);
    }
  }

  /** Puts together a text for the client, with what it may know of the cause. */
  String compose(String error, Throwable cause) {
    return ClientErrors.compose(error, cause, hub.settings().options().detailedErrors());
  }

  /**
   * Answers a call with an error in the server's own words, however small {@link
   * dev.nave.hub.HubOptions#maxSentMessageBytes} is: what else is in it, the client sent itself.
   */
  void complete(Invocation invocation, String error) {
    invocation.end();
    if (invocation.id() != null) {
      connection.send(OutboundMessage.of(CompletionMessage.withError(invocation.id(), error)));
    }
  }

  private void sendIfItFits(CompletionMessage completion) {
    OutboundMessage message = OutboundMessage.of(completion);
    checkSize(message);
    connection.send(message);
  }

  /** Checks that the application did not give more than may be sent. */
  void checkSize(OutboundMessage message) {
    hub.settings().checkSize(message.encoded(connection.protocol()));
  }
}
