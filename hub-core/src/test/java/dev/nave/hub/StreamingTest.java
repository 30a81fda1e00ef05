package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get who ask for a stream, and what its end does to the hub. */
class StreamingTest {
  private static final int MAX_STREAMS = 3;
  private static final String LAST = "no more lines";
  private static final String FAILED = "An error occurred on the server while streaming results.";

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final SubmissionPublisher<String> news = new SubmissionPublisher<>();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CompletableFuture<Stream<String>> later = new CompletableFuture<>();
  private final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server.hub(
                  "/hub",
                  StreamHub.class,
                  new LoggingFactory(),
                  hub -> hub.options(options -> options.maxStreamsPerClient(MAX_STREAMS))));
  private final TestClient client = tester.connect("ann");

  private final class LoggingFactory implements HubFactory<StreamHub> {
    @Override
    public StreamHub create() {
      return new StreamHub();
    }

    @Override
    public void release(StreamHub hub) {
      log.add("released");
    }
  }

  /** Not static: its objects work on the state of the test. */
  public class StreamHub extends Hub {
    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      log.add("disconnected");
    }

    public String echo(String text) {
      return text;
    }

    public Flow.Publisher<String> news() {
      return news;
    }

    public Stream<String> stream() {
      return Stream.of("a", "b").onClose(() -> log.add("closed"));
    }

    public IntStream numbers(int count) {
      return IntStream.range(0, count);
    }

    public Iterable<String> iterable() {
      return Arrays.asList("a", null, "b");
    }

    public Iterable<String> lines() {
      return Lines::new;
    }

    public CompletionStage<Stream<String>> later() {
      return later;
    }

    public Stream<String> laterIgnoringWhoAsked(CancellationToken token) {
      token.onCancelled(() -> log.add("token"));
      return later.join();
    }

    public Stream<String> failsAtOnce() {
      throw new HubException("not today");
    }

    public CompletionStage<Iterable<String>> endsWithItsToken(CancellationToken token) {
      CompletableFuture<Iterable<String>> never = new CompletableFuture<>();
      token.onCancelled(() -> never.completeExceptionally(new CancellationException("enough")));
      log.add("begun");
      return never;
    }

    public Stream<Object> failsInTheMiddle() {
      return Stream.of("a", "fails")
          .peek(
              item -> {
                if (item.equals("fails")) {
                  throw new HubException("broken");
                }
              })
          .map(item -> (Object) item)
          .onClose(() -> log.add("closed"));
    }

    public Stream<Object> unspeakable() {
      return Stream.of("a", new Thread("no bean"), "b").map(this::orLarge);
    }

    private Object orLarge(Object item) {
      return item instanceof Thread ? "x".repeat(2 << 20) : item;
    }

    public @Nullable Stream<String> nothing() {
      return null;
    }

    public Flow.Publisher<String> joinsAndStreams() {
      groups().add("listeners");
      return news;
    }
  }

  private final class Lines implements Iterator<String>, AutoCloseable {
    private String line = "";

    @Override
    public boolean hasNext() {
      try {
        line = lines.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return !line.equals(LAST);
    }

    @Override
    public String next() {
      return line;
    }

    @Override
    public void close() {
      log.add("closed");
    }
  }

  @BeforeEach
  void forgetOnConnected() {
    awaitLog("released");
    log.clear();
  }

  @AfterEach
  void stop() {
    lines.add(LAST);
    later.complete(Stream.empty());
    tester.close();
    news.close();
  }

  private void awaitLog(String... what) {
    await().untilAsserted(() -> assertThat(log).containsExactly(what));
  }

  /** The publisher forgets who has cancelled on a thread of its own. */
  private void awaitNoSubscriber() {
    await().until(() -> !news.hasSubscribers());
  }

  @Test
  void itemsOfAPublisherComeAsTheyArePublished() {
    TestStream<String> stream = client.stream(String.class, "news");
    await().until(news::hasSubscribers);
    news.submit("a");
    assertThat(stream.expectItem()).isEqualTo("a");
    news.submit("b");
    assertThat(stream.expectItem()).isEqualTo("b");
    assertThat(log).as("while the stream goes on").isEmpty();

    news.close();

    stream.expectEnd();
    awaitLog("released");
  }

  @Test
  void itemsOfAStreamComeAndTheStreamIsClosed() {
    TestStream<String> stream = client.stream(String.class, "stream");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectItem()).isEqualTo("b");
    stream.expectEnd();
    awaitLog("closed", "released");
  }

  @Test
  void itemsOfAnIterableComeAndMayBeNull() {
    TestStream<String> stream = client.stream(String.class, "iterable");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectItem()).isNull();
    assertThat(stream.expectItem()).isEqualTo("b");
    stream.expectEnd();
  }

  @Test
  void aStreamMayComeLater() {
    TestStream<String> stream = client.stream(String.class, "later");
    assertThat(client.invoke(String.class, "echo", "meanwhile")).isEqualTo("meanwhile");

    later.complete(Stream.of("a"));

    assertThat(stream.expectItem()).isEqualTo("a");
    stream.expectEnd();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyItemsComeInOrder(boolean packed) {
    TestClient other =
        packed ? tester.protocol(MessagePackHubProtocol.create()).connect("bob") : client;
    TestStream<Integer> stream = other.stream(Integer.class, "numbers", 10_000);

    for (int i = 0; i < 10_000; i++) {
      assertThat(stream.expectItem()).isEqualTo(i);
    }
    stream.expectEnd();
  }

  @Test
  void anItemDoesNotWaitForTheNext() {
    TestStream<String> stream = client.stream(String.class, "lines");

    lines.add("a");
    assertThat(stream.expectItem()).isEqualTo("a");
    lines.add("b");
    assertThat(stream.expectItem()).isEqualTo("b");
  }

  @Test
  void streamingInvocationsDoNotBlockOtherInvocations() {
    TestStream<String> blocked = client.stream(String.class, "lines");
    TestStream<String> open = client.stream(String.class, "news");

    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");

    await().until(news::hasSubscribers);
    news.submit("b");
    assertThat(open.expectItem()).isEqualTo("b");
    lines.add("c");
    assertThat(blocked.expectItem()).isEqualTo("c");
  }

  // The end, before its time.

  @Test
  void nonErrorCompletionIsSentWhenAStreamIsCancelledByItsClient() {
    TestStream<String> stream = client.stream(String.class, "news");
    await().until(news::hasSubscribers);

    stream.cancel();

    stream.expectEnd();
    awaitNoSubscriber();
    awaitLog("released");
  }

  @Test
  void anIteratorIsClosedOnceItHasReturnedToACancelledStream() {
    TestStream<String> stream = client.stream(String.class, "lines");
    lines.add("a");
    assertThat(stream.expectItem()).isEqualTo("a");

    stream.cancel();
    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
    lines.add("for nobody");

    stream.expectEnd();
    await()
        .untilAsserted(
            () -> assertThat(log).containsExactlyInAnyOrder("closed", "released", "released"));
  }

  @Test
  void aStreamThatComesAfterItWasCancelledIsClosedUnread() {
    TestStream<String> stream = client.stream(String.class, "laterIgnoringWhoAsked");
    stream.cancel();
    awaitLog("token");

    later.complete(Stream.of("a").onClose(() -> log.add("closed")));

    stream.expectEnd();
    awaitLog("token", "closed", "released");
  }

  @Test
  void aMethodMayEndByItsToken() {
    TestStream<String> stream = client.stream(String.class, "endsWithItsToken");
    awaitLog("begun");

    stream.cancel();

    stream.expectEnd();
  }

  @Test
  void streamsEndWithTheConnection() {
    client.stream(String.class, "news");
    client.stream(String.class, "endsWithItsToken");
    await().until(() -> news.hasSubscribers() && log.contains("begun"));

    client.cut();

    await().until(() -> !news.hasSubscribers() && log.contains("disconnected"));
    awaitLog("begun", "released", "released", "disconnected", "released");
  }

  @Test
  void streamsEndWithTheServer() {
    client.stream(String.class, "news");
    await().until(news::hasSubscribers);

    tester.close();

    awaitNoSubscriber();
    awaitLog("released", "disconnected", "released");
  }

  @Test
  void whatAStreamingMethodBeganIsSettledBeforeItsEnd() {
    TestStream<String> stream = client.stream(String.class, "joinsAndStreams");
    await().until(news::hasSubscribers);
    news.close();
    stream.expectEnd();

    tester.server().hubContext(StreamHub.class).clients().group("listeners").send("hi").join();

    client.expect("hi");
  }

  // Errors.

  @Test
  void anErrorBeforeTheStreamIsThatOfTheInvocation() {
    assertThat(client.stream(String.class, "failsAtOnce").expectError())
        .isEqualTo(
            "An unexpected error occurred invoking 'failsAtOnce' on the server."
                + " HubException: not today");
  }

  @Test
  void anErrorInTheMiddleComesBehindTheItems() {
    TestStream<String> stream = client.stream(String.class, "failsInTheMiddle");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectError()).isEqualTo(FAILED + " HubException: broken");
    awaitLog("closed", "released");
  }

  @Test
  void anItemThatIsTooLargeEndsTheStream() {
    TestStream<String> stream = client.stream(String.class, "unspeakable");

    assertThat(stream.expectItem()).isEqualTo("a");
    assertThat(stream.expectError()).isEqualTo(FAILED);
    assertThat(client.invoke(String.class, "echo", "a")).isEqualTo("a");
  }

  @Test
  void noStreamIsAnError() {
    assertThat(client.stream(String.class, "nothing").expectError())
        .isEqualTo(
            "The value returned by the streaming method 'nothing' is not a ChannelReader<> or"
                + " IAsyncEnumerable<>.");
  }

  @Test
  void aStreamIsNoResultAndAResultNoStream() {
    assertThatThrownBy(() -> client.invoke("stream"))
        .isInstanceOf(HubInvocationException.class)
        .hasMessage(
            "The client attempted to invoke the streaming 'stream' method with a non-streaming"
                + " invocation.");
    assertThat(client.stream(String.class, "echo", "a").expectError())
        .isEqualTo(
            "The client attempted to invoke the non-streaming 'echo' method with a streaming"
                + " invocation.");
  }

  @Test
  void aClientHasSoManyStreamsAtATime() {
    List<TestStream<String>> open =
        Stream.generate(() -> client.stream(String.class, "news")).limit(MAX_STREAMS).toList();

    assertThat(client.stream(String.class, "news").expectError())
        .isEqualTo(
            "Failed to invoke 'news' due to an error on the server. HubException: The client has 3"
                + " calls with streams open, as many as maxStreamsPerClient allows.");

    open.get(0).cancel();
    open.get(0).expectEnd();
    TestStream<Integer> another = client.stream(Integer.class, "numbers", 1);
    assertThat(another.expectItem()).isZero();
    another.expectEnd();
  }
}
