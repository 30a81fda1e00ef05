package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.Hub;
import dev.nave.hub.Uploads;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The snippets of streaming.md. */
final class StreamingSnippets {
  private StreamingSnippets() {}

  /** Where the snippets get their data from. */
  interface Archive {
    Stream<String> lines(String name);

    boolean search(String word, int page);
  }

  /** What the page shows of a hub. */
  public static class PriceHub extends Hub {
    private final SubmissionPublisher<Integer> prices;
    private final Archive archive;

    PriceHub(SubmissionPublisher<Integer> prices, Archive archive) {
      this.prices = prices;
      this.archive = archive;
    }

    public IntStream countdown(int from) {
      return IntStream.rangeClosed(0, from).map(i -> from - i);
    }

    public Flow.Publisher<Integer> prices() {
      return prices;
    }

    public CompletableFuture<Stream<String>> report(String name) {
      return CompletableFuture.supplyAsync(() -> archive.lines(name));
    }

    public CompletableFuture<Long> total(Flow.Publisher<Long> amounts) {
      AtomicLong total = new AtomicLong();
      return Uploads.forEach(amounts, total::addAndGet).thenApply(end -> total.get());
    }

    public int pagesSearched(String word, CancellationToken cancelled) {
      int page = 0;
      while (!cancelled.isCancelled() && archive.search(word, page)) {
        page++;
      }
      return page;
    }
  }

  /** Where something is. */
  public record Position(int x, int y) {}

  static final class Positions {
    private final Set<SubmissionPublisher<Position>> watchers = new HashSet<>();
    private Position now = new Position(0, 0);

    synchronized void moved(Position to) {
      now = to;
      watchers.removeIf(watcher -> !watcher.hasSubscribers()); // Their clients have gone.
      watchers.forEach(watcher -> watcher.offer(to, null)); // Never waits for a slow client.
    }

    Flow.Publisher<Position> watch() {
      return this::add;
    }

    private synchronized void add(Flow.Subscriber<? super Position> client) {
      SubmissionPublisher<Position> own = new SubmissionPublisher<>();
      own.subscribe(client);
      own.offer(now, null);
      watchers.add(own);
    }
  }

  /** Streams positions. */
  public static final class PositionHub extends Hub {
    private final Positions positions;

    PositionHub(Positions positions) {
      this.positions = positions;
    }

    public Flow.Publisher<Position> watch() {
      return positions.watch();
    }
  }

  static void tryOut(HubTester tester) {
    TestClient client = tester.connect();

    TestStream<Integer> countdown = client.stream(Integer.class, "countdown", 2);
    assertThat(countdown.expectItem()).isEqualTo(2);
    countdown.cancel();

    TestUpload amounts = client.upload();
    CompletableFuture<Long> total = client.invokeAsync(Long.class, "total", amounts);
    amounts.send(20).send(22).complete();
    assertThat(total.join()).isEqualTo(42);
  }
}
