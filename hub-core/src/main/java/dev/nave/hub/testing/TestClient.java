package dev.nave.hub.testing;

import dev.nave.hub.TypeRef;
import dev.nave.hub.internal.stages.Outcomes;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.StreamInvocationMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client of a {@link HubTester}. Any thread.
 *
 * <p>What waits for the server waits {@value Deadline#SECONDS} seconds at most, then fails with an
 * {@link AssertionError} that says what was received instead.
 */
public final class TestClient implements AutoCloseable {
  /** No hub method can have the name by accident, so the server answers with an error. */
  private static final String FENCE = "dev.nave.hub.testing: is everything here?";

  private final String name;
  private final Ticket ticket;
  private final HubProtocol protocol;
  private final Inbox inbox;
  private final InProcessLink link;
  private final AtomicLong lastInvocation = new AtomicLong();

  TestClient(
      @Nullable String userId,
      Ticket ticket,
      HubProtocol protocol,
      Inbox inbox,
      InProcessLink link) {
    name = userId == null ? "client " + ticket.connectionId() : "client \"" + userId + "\"";
    this.ticket = ticket;
    this.protocol = protocol;
    this.inbox = inbox;
    this.link = link;
    inbox.answerThrough(completion -> link.send(protocol.write(completion)));
  }

  /** Shakes hands, and waits until the hub has accepted the connection. */
  void shakeHands() {
    String handshake = "{\"protocol\":\"" + protocol.name() + "\",\"version\":1}\u001e";
    link.send(handshake.getBytes(StandardCharsets.UTF_8));
    try {
      fence();
    } catch (IllegalStateException e) {
      throw new ConnectionRefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the id of the connection, as the hub knows it. */
  public String connectionId() {
    return ticket.connectionId();
  }

  Ticket ticket() {
    return ticket;
  }

  /**
   * Calls a hub method and waits for its result.
   *
   * @param type what the result is read as
   * @throws HubInvocationException if the server answered with an error
   * @throws IllegalStateException if the connection has ended
   */
  public <T> @Nullable T invoke(Class<T> type, String target, @Nullable Object... arguments) {
    return result(ValueType.of(type), target, arguments);
  }

  /** Calls a hub method and waits for its result, of a generic type; otherwise as above. */
  public <T> @Nullable T invoke(TypeRef<T> type, String target, @Nullable Object... arguments) {
    return result(ValueType.of(type), target, arguments);
  }

  private <T> @Nullable T result(ValueType<T> type, String target, @Nullable Object... arguments) {
    return read(type, await("the result of \"" + target + "\"", call(target, arguments)));
  }

  /**
   * Calls a hub method and waits until it is completed; its result, if any, is not looked at.
   *
   * @throws HubInvocationException if the server answered with an error
   * @throws IllegalStateException if the connection has ended
   */
  public void invoke(String target, @Nullable Object... arguments) {
    successful(await("the completion of \"" + target + "\"", call(target, arguments)));
  }

  /**
   * Calls a hub method. The future fails with what {@link #invoke} throws, and when it is done all
   * that came before the completion {@linkplain #received is here}.
   *
   * @param type what the result is read as
   */
  public <T> CompletableFuture<@Nullable T> invokeAsync(
      Class<T> type, String target, @Nullable Object... arguments) {
    return resultAsync(ValueType.of(type), target, arguments);
  }

  /** Calls a hub method with a result of a generic type; otherwise as above. */
  public <T> CompletableFuture<@Nullable T> invokeAsync(
      TypeRef<T> type, String target, @Nullable Object... arguments) {
    return resultAsync(ValueType.of(type), target, arguments);
  }

  /** Fails with what the reading throws as it is: a stage of the JDK would wrap it. */
  private <T> CompletableFuture<@Nullable T> resultAsync(
      ValueType<T> type, String target, @Nullable Object... arguments) {
    return Outcomes.copy(call(target, arguments).thenApply(completion -> read(type, completion)));
  }

  /** Calls a hub method without asking for its completion, and does not wait. */
  public void send(String target, @Nullable Object... arguments) {
    write(null, target, arguments);
  }

  /**
   * Answers, from now on, whenever the hub asks for the result of {@code target}. Without such a
   * method a request is received like any other message, and the test {@linkplain
   * ReceivedMessage#answer answers} it.
   *
   * @param method returns the result; what it throws is answered as an error of that text. It runs
   *     on a thread of its own
   */
  public void onInvoke(
      String target, Function<ReceivedMessage, ? extends @Nullable Object> method) {
    inbox.answeredBy(target, question -> answer(question, method));
  }

  private static void answer(
      ReceivedMessage question, Function<ReceivedMessage, ? extends @Nullable Object> method) {
    @Nullable Object result;
    try {
      result = method.apply(question);
    } catch (RuntimeException | AssertionError e) {
      question.answerError(String.valueOf(e.getMessage()));
      return;
    }
    question.answer(result);
  }

  private CompletableFuture<CompletionMessage> call(String target, @Nullable Object... arguments) {
    String id = Long.toString(lastInvocation.incrementAndGet());
    CompletableFuture<CompletionMessage> completion = inbox.completion(id);
    write(id, target, arguments);
    return completion;
  }

  private void write(@Nullable String id, String target, @Nullable Object... arguments) {
    Payload payload = withoutUploads(arguments);
    write(new InvocationMessage(Map.of(), id, target, payload, uploadIds(arguments)));
  }

  private void write(HubMessage message) {
    link.send(protocol.write(message));
  }

  // Streams.

  /**
   * Calls a hub method that answers with a stream, and does not wait.
   *
   * @param type what the items are read as
   */
  public <T> TestStream<T> stream(Class<T> type, String target, @Nullable Object... arguments) {
    return open(ValueType.of(type), target, arguments);
  }

  /** Calls a hub method that answers with a stream of a generic type; otherwise as above. */
  public <T> TestStream<T> stream(TypeRef<T> type, String target, @Nullable Object... arguments) {
    return open(ValueType.of(type), target, arguments);
  }

  private <T> TestStream<T> open(ValueType<T> type, String target, @Nullable Object... arguments) {
    String id = Long.toString(lastInvocation.incrementAndGet());
    TestStream<T> stream =
        new TestStream<>(type, target, () -> write(new CancelInvocationMessage(Map.of(), id)));
    inbox.open(id, stream);
    Payload payload = withoutUploads(arguments);
    write(new StreamInvocationMessage(Map.of(), id, target, payload, uploadIds(arguments)));
    return stream;
  }

  /**
   * Returns a stream to upload: pass it among the arguments of one call, then send its items. It
   * goes to the parameters of the hub method that take a stream, in their order.
   */
  public TestUpload upload() {
    return new TestUpload(Long.toString(lastInvocation.incrementAndGet()), this::write);
  }

  private static Payload withoutUploads(@Nullable Object... arguments) {
    return Payload.ofAll(
        Arrays.stream(arguments).filter(value -> !(value instanceof TestUpload)).toArray());
  }

  private static List<String> uploadIds(@Nullable Object... arguments) {
    return Arrays.stream(arguments)
        .filter(TestUpload.class::isInstance)
        .map(upload -> ((TestUpload) upload).id())
        .toList();
  }

  private static CompletionMessage successful(CompletionMessage completion) {
    if (completion.error() != null) {
      throw new HubInvocationException(completion.error());
    }
    return completion;
  }

  private static <T> @Nullable T read(ValueType<T> type, CompletionMessage completion) {
    Payload result = successful(completion).result();
    return result == null ? null : type.read(result, "the result");
  }

  /** Takes the next message, whatever it is, and waits for it if need be. */
  public ReceivedMessage expectMessage() {
    return next("a message");
  }

  /**
   * Takes the next message and waits for it if need be.
   *
   * @param target the client's method that must be called by it
   */
  public ReceivedMessage expect(String target) {
    String wanted = "\"" + target + "\"";
    ReceivedMessage message = next(wanted);
    if (!message.target().equals(target)) {
      throw new AssertionError(name + " expected " + wanted + " but received " + message);
    }
    return message;
  }

  /** Returns the messages that have come and were not taken, without taking them or waiting. */
  public List<ReceivedMessage> received() {
    return inbox.waiting();
  }

  private ReceivedMessage next(String wanted) {
    ReceivedMessage message;
    try {
      message = inbox.poll(new Deadline());
    } catch (InterruptedException e) {
      throw interrupted(wanted, e);
    }
    if (message == null) {
      throw new AssertionError(
          name + " expected " + wanted + " but received nothing; " + inbox.ended());
    }
    return message;
  }

  /**
   * Checks that no message is here and none is on its way.
   *
   * <p>It makes an invocation of its own and waits for the answer: so all that this client has sent
   * was dispatched before, and what other clients' completed invocations sent to it has arrived,
   * unless the servers are linked by a backplane that takes its time.
   */
  public void expectNothing() {
    fence();
    List<ReceivedMessage> received = received();
    if (!received.isEmpty()) {
      throw new AssertionError(name + " expected nothing but received " + received);
    }
  }

  private void fence() {
    await("an answer, behind all that it sent", call(FENCE));
  }

  /**
   * Waits until either side has ended the connection. Messages that came before can still be taken.
   *
   * @return what the server said at last; without an error if it said nothing
   */
  public CloseMessage expectClosed() {
    return await("the end of its connection", inbox.end());
  }

  private <T> T await(String wanted, CompletableFuture<T> future) {
    try {
      return future.get(Deadline.SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + ": " + inbox.ended(), e);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "%s waited %d s for %s; not looked at: %s"
              .formatted(name, Deadline.SECONDS, wanted, inbox.waiting()),
          e);
    } catch (InterruptedException e) {
      throw interrupted(wanted, e);
    }
  }

  private AssertionError interrupted(String wanted, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new AssertionError(name + " was interrupted while it waited for " + wanted, cause);
  }

  /**
   * Leaves, as a client that is stopped: what it has sent is still done, and its answers go
   * nowhere. Does not wait for that, nor for {@code onDisconnected}. Idempotent.
   */
  @Override
  public void close() {
    link.leave();
  }

  /**
   * Is gone as a client whose socket was reset: what it has sent and the hub has not begun is
   * dropped. Does not wait.
   */
  public void cut() {
    link.cut();
  }

  @Override
  public String toString() {
    return name;
  }
}
