package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.connection.StreamWindow;
import dev.nave.hub.internal.filters.HubAction;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.methods.MethodResult;
import dev.nave.hub.internal.streams.OutboundStream;
import dev.nave.hub.meters.InvocationOutcome;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamItemMessage;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that is answered with a stream, from the return of the hub method to the completion. Any
 * thread.
 */
final class StreamCall {
  private final InvocationRunner runner;
  private final Invocation invocation;
  private final String id;
  private final HubMethod method;
  private final MethodResult own;
  private final ActiveCall active;
  private final StreamWindow outlet;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  StreamCall(
      InvocationRunner runner,
      Invocation invocation,
      String id,
      HubMethod method,
      MethodResult own,
      ActiveCall active,
      StreamWindow outlet) {
    this.runner = runner;
    this.invocation = invocation;
    this.id = id;
    this.method = method;
    this.own = own;
    this.active = active;
    this.outlet = outlet;
  }

  /** Sends what the method returns; the hub object is released after the last item. */
  CompletableFuture<?> send(CallOutcome<?> called, HubAction action) {
    called.whenReturned((value, failure) -> returned(called, action, value, failure));
    return over;
  }

  private void returned(
      CallOutcome<?> called,
      HubAction action,
      @Nullable Object value,
      @Nullable Throwable failure) {
    if (failure instanceof CancellationException && invocation.isCancelled()) {
      note(failure);
      end(called, ignored -> sendEnd(CompletionMessage.empty(id)));
    } else if (failure != null) {
      end(called, ignored -> runner.failed(invocation, method, failure));
    } else if (value == null || !OutboundStream.isPossible(value)) {
      runner.hub().meters().ended(invocation, InvocationOutcome.FAILED);
      end(called, ignored -> runner.complete(invocation, noStream()));
    } else {
      Type itemType = own.typeOf(value);
      OutboundStream download =
          new OutboundStream(
              value,
              outlet,
              item -> encodeItem(item, itemType),
              runner.streamExecutor(),
              ended ->
                  end(
                      called,
                      undone -> {
                        Throwable failed = ended != null ? ended : undone;
                        if (failed != null) {
                          action.failedLater(failed);
                        }
                        completeStream(failed);
                      }));
      active.attach(download);
      download.start();
    }
  }

  private String noStream() {
    return "The value returned by the streaming method '"
        + method.name()
        + "' is not a ChannelReader<> or IAsyncEnumerable<>.";
  }

  private OutboundMessage encodeItem(@Nullable Object item, @Nullable Type type) {
    OutboundMessage message =
        OutboundMessage.of(new StreamItemMessage(Map.of(), id, Payload.of(item, type)));
    runner.checkSize(message);
    return message;
  }

  private void completeStream(@Nullable Throwable failure) {
    if (failure == null) {
      sendEnd(CompletionMessage.empty(id));
      runner.completed(invocation);
      return;
    }
    note(failure);
    runner.hub().logFailure(runner.connection(), method.name(), failure);
    String text = "An error occurred on the server while streaming results.";
    CompletionMessage detailed = CompletionMessage.withError(id, runner.compose(text, failure));
    try {
      runner.checkSize(OutboundMessage.of(detailed));
      sendEnd(detailed);
    } catch (EncodingException e) { // The details are too large.
      sendEnd(CompletionMessage.withError(id, text));
    }
  }

  private void note(Throwable failure) {
    InvocationLog.failed(
        runner.hub(),
        runner.connection(),
        invocation,
        InvocationRunner.outcomeOf(invocation, failure),
        failure);
  }

  private void sendEnd(CompletionMessage completion) {
    active.end();
    outlet.end(OutboundMessage.of(completion));
  }

  private void end(CallOutcome<?> called, Consumer<@Nullable Throwable> last) {
    CompletableFuture<?> settling = called.end(last);
    if (settling == null) {
      over.complete(null);
    } else {
      var unusedFuture = settling.whenComplete((done, failed) -> over.complete(null));
    }
  }
}
