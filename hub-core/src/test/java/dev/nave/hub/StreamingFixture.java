package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
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

/** A hub whose methods return streams, and a log of what happens to these. */
abstract class StreamingFixture {
  static final int MAX_STREAMS = 3;
  static final String LAST = "no more lines";

  final List<String> log = new CopyOnWriteArrayList<>();
  final SubmissionPublisher<String> news = new SubmissionPublisher<>();
  final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  final CompletableFuture<Stream<String>> later = new CompletableFuture<>();
  final HubTester tester =
      HubTester.of(
          "/hub",
          server ->
              server.hub(
                  "/hub",
                  StreamHub.class,
                  new LoggingFactory(),
                  hub -> hub.options(options -> options.maxStreamsPerClient(MAX_STREAMS))));
  final TestClient client = tester.connect("ann");

  final class LoggingFactory implements HubFactory<StreamHub> {
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

    Object orLarge(Object item) {
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

  final class Lines implements Iterator<String>, AutoCloseable {
    String line = "";

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

  void awaitLog(String... what) {
    await().untilAsserted(() -> assertThat(log).containsExactly(what));
  }
}
