package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.ClientErrors;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.connection.OutboundMessage;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the invocations of one connection: finds the method, binds the arguments, calls it, and
 * sends the completion. On the hub executor.
 */
final class InvocationRunner implements InvocationQueue.Runner {
  private static final Logger log = LoggerFactory.getLogger(InvocationRunner.class);

  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final CallerContext caller;

  InvocationRunner(HubDispatch<?> hub, HubConnection connection, CallerContext caller) {
    this.hub = hub;
    this.connection = connection;
    this.caller = caller;
  }

  @Override
  public @Nullable CompletableFuture<?> run(Invocation invocation) {
    HubMethod method = hub.methods().find(invocation.target());
    if (method == null) {
      fail(
          invocation,
          "Failed to invoke '%s' due to an error on the server.",
          new HubException("Method does not exist."));
      return null;
    }
    if (invocation.wantsStream()) {
      complete(
          invocation,
          "The client attempted to invoke the non-streaming '"
              + invocation.target()
              + "' method with a streaming invocation.");
      return null;
    }
    if (invocation.uploads() > 0) {
      fail(
          invocation,
          "An unexpected error occurred invoking '%s' on the server.",
          new HubException(
              "Client sent " + invocation.uploads() + " stream(s), Hub method expects 0."));
      return null;
    }
    @Nullable Object[] arguments;
    try {
      arguments = invocation.arguments().bind(method.argumentTypes());
    } catch (BindingException e) {
      log.debug("{}: arguments of {} do not fit", connection, method.name(), e);
      fail(invocation, "Failed to invoke '%s' due to an error on the server.", e);
      return null;
    } catch (Error e) { // Out of a constructor, or a value too deep for it.
      log.error("{}: arguments of {} cannot be made", connection, method.name(), e);
      fail(invocation, "Failed to invoke '%s' due to an error on the server.", e);
      return null;
    }
    return hub.call(
            caller, hub.pipeline().invocation(caller, method, arguments, invocation.headers()))
        .whenDone((value, failure) -> complete(invocation, method, value, failure));
  }

  private void complete(
      Invocation invocation,
      HubMethod method,
      @Nullable Object value,
      @Nullable Throwable failure) {
    if (failure != null) {
      hub.logFailure(connection, method.name(), failure);
      fail(invocation, "An unexpected error occurred invoking '%s' on the server.", failure);
    } else if (invocation.id() != null) {
      try {
        send(CompletionMessage.withResult(invocation.id(), value));
      } catch (EncodingException e) {
        log.warn(
            "{}: the result of {} cannot be sent: {}", connection, method.name(), e.getMessage());
        fail(invocation, "An unexpected error occurred invoking '%s' on the server.", e);
      } catch (RuntimeException | Error e) { // The client waits for an answer.
        log.error("{}: the result of {} cannot be sent", connection, method.name(), e);
        fail(invocation, "An unexpected error occurred invoking '%s' on the server.", e);
      }
    }
  }

  private void fail(Invocation invocation, String text, Throwable cause) {
    String error = text.replace("%s", invocation.target());
    try {
      complete(
          invocation,
          ClientErrors.compose(error, cause, hub.settings().options().detailedErrors()));
    } catch (EncodingException e) {
      log.debug("{}: the details of an error are not sent", connection, e);
      complete(invocation, error);
    }
  }

  private void complete(Invocation invocation, String error) {
    if (invocation.id() != null) {
      send(CompletionMessage.withError(invocation.id(), error));
    }
  }

  private void send(CompletionMessage completion) {
    OutboundMessage message = OutboundMessage.of(completion);
    hub.settings().checkSize(message.encoded(connection.protocol()));
    connection.send(message);
  }
}
