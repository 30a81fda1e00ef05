package dev.nave.hub.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.StreamItemMessage;
import dev.nave.hub.protocol.json.HandshakeCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one client has received: messages that the test has not read, completions that it
 * waits for, and the end.
 *
 * <p><b>Threading.</b> Filled by the link's loop, read by any thread. Futures complete elsewhere,
 * so that code of a test never runs on a loop.
 */
final class Inbox implements InProcessLink.Client {
  private final HubProtocol protocol;
  private final CompletableFuture<CloseMessage> end = new CompletableFuture<>();

  @GuardedBy("this")
  private final Queue<ReceivedMessage> messages = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<String, CompletableFuture<CompletionMessage>> awaited = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, TestStream<?>> streams = new HashMap<>();

  @GuardedBy("this")
  private boolean shakenHands;

  @GuardedBy("this")
  private boolean over;

  @GuardedBy("this")
  private CloseMessage close = new CloseMessage(null, false);

  /** Who answers, by the client's method. */
  @GuardedBy("this")
  private final Map<String, Consumer<ReceivedMessage>> answeredBy = new HashMap<>();

  /** Sends what the client answers. */
  private volatile Consumer<CompletionMessage> answers = completion -> {};

  Inbox(HubProtocol protocol) {
    this.protocol = protocol;
  }

  /** Says how the client answers; before anything is received. */
  void answerThrough(Consumer<CompletionMessage> link) {
    answers = link;
  }

  /** Says who takes what asks for a result of a method; on a thread of its own. */
  synchronized void answeredBy(String target, Consumer<ReceivedMessage> answering) {
    answeredBy.put(target, answering);
  }

  // The link's side: on its loop.

  @Override
  public synchronized void received(byte[] bytes) {
    if (over) {
      return;
    }
    try {
      int from = shakenHands ? 0 : readHandshake(bytes);
      while (from < bytes.length) {
        int to = protocol.frameEnd(bytes, from, bytes.length, Integer.MAX_VALUE);
        if (to == HubProtocol.INCOMPLETE) {
          throw new ProtocolException("The server wrote half a frame.");
        }
        take(protocol.read(bytes, from, to));
        from = to;
      }
    } catch (ProtocolException e) {
      String error = "what the server sent is not " + protocol.name() + ": " + e.getMessage();
      close = new CloseMessage(error, false);
      over();
    }
    notifyAll();
  }

  @GuardedBy("this")
  private int readHandshake(byte[] bytes) throws ProtocolException {
    int to = HandshakeCodec.frameEnd(bytes, 0, bytes.length, Integer.MAX_VALUE);
    if (Arrays.equals(Arrays.copyOf(bytes, to), HandshakeCodec.response(null))) {
      shakenHands = true;
    } else {
      close = new CloseMessage(new String(bytes, 0, to - 1, StandardCharsets.UTF_8), false);
    }
    return to;
  }

  @GuardedBy("this")
  private void take(@Nullable HubMessage message) throws ProtocolException {
    if (message instanceof InvocationMessage invocation) {
      takeInvocation(new ReceivedMessage(invocation, answers));
    } else if (message instanceof CompletionMessage completion) {
      complete(completion);
    } else if (message instanceof StreamItemMessage item) {
      TestStream<?> stream = streams.get(item.invocationId());
      if (stream == null) {
        throw new ProtocolException("This client has no open stream for the item " + item);
      }
      stream.item(item.item());
    } else if (message instanceof CloseMessage last) {
      close = last;
    } else if (!(message instanceof PingMessage)) {
      throw new ProtocolException("This client did not ask for the message " + message);
    }
  }

  @GuardedBy("this")
  private void takeInvocation(ReceivedMessage message) {
    Consumer<ReceivedMessage> answering =
        message.isAsking() ? answeredBy.get(message.target()) : null;
    if (answering == null) {
      messages.add(message);
    } else {
      var unusedFuture = CompletableFuture.runAsync(() -> answering.accept(message));
    }
  }

  @GuardedBy("this")
  private void complete(CompletionMessage completion) throws ProtocolException {
    TestStream<?> stream = streams.remove(completion.invocationId());
    if (stream != null) {
      stream.complete(completion);
      return;
    }
    CompletableFuture<CompletionMessage> waiting = awaited.remove(completion.invocationId());
    if (waiting == null) {
      throw new ProtocolException("The client does not wait for the completion " + completion);
    }
    waiting.completeAsync(() -> completion);
  }

  @Override
  public synchronized void over() {
    over = true;
    CloseMessage last = close;
    end.completeAsync(() -> last);
    String why = ended();
    for (CompletableFuture<CompletionMessage> waiting : awaited.values()) {
      waiting.completeAsync(
          () -> {
            throw new IllegalStateException(why);
          });
    }
    awaited.clear();
    streams.values().forEach(stream -> stream.cutOff(why));
    streams.clear();
    notifyAll();
  }

  // The test's side: any thread.

  /** Returns the future of the completion with that id. */
  synchronized CompletableFuture<CompletionMessage> completion(String invocationId) {
    if (over) {
      return CompletableFuture.failedFuture(new IllegalStateException(ended()));
    }
    CompletableFuture<CompletionMessage> completion = new CompletableFuture<>();
    awaited.put(invocationId, completion);
    return completion;
  }

  /** Begins to collect the items and the completion with that id. */
  synchronized void open(String invocationId, TestStream<?> stream) {
    if (over) {
      stream.cutOff(ended());
    } else {
      streams.put(invocationId, stream);
    }
  }

  /**
   * Waits for a message and takes it out.
   *
   * @return null if none came in time, or none can come because the connection has ended
   */
  synchronized @Nullable ReceivedMessage poll(Deadline deadline) throws InterruptedException {
    while (messages.isEmpty() && !over && deadline.millisLeft() > 0) {
      wait(deadline.millisLeft());
    }
    return messages.poll();
  }

  /** Returns the messages that were not taken out, without taking them out. */
  synchronized List<ReceivedMessage> waiting() {
    return List.copyOf(messages);
  }

  /** Returns the future of the end: the Close message, or one without error if there was none. */
  CompletableFuture<CloseMessage> end() {
    return end;
  }

  /** Says how the connection ended, or that it did not. */
  synchronized String ended() {
    if (!over) {
      return "the connection is open";
    }
    return close.error() == null
        ? "the connection has ended"
        : "the connection has ended: " + close.error();
  }
}
