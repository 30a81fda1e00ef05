package dev.nave.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.conformance.docs.CookbookSnippets.Change;
import dev.nave.conformance.docs.CookbookSnippets.Conversion;
import dev.nave.conformance.docs.CookbookSnippets.FileHub;
import dev.nave.conformance.docs.CookbookSnippets.History;
import dev.nave.conformance.docs.CookbookSnippets.HistoryHub;
import dev.nave.conformance.docs.CookbookSnippets.JobHub;
import dev.nave.conformance.docs.CookbookSnippets.Line;
import dev.nave.conformance.docs.CookbookSnippets.NewsHub;
import dev.nave.conformance.docs.CookbookSnippets.Orders;
import dev.nave.conformance.docs.CookbookSnippets.PriceDesk;
import dev.nave.conformance.docs.CookbookSnippets.PriceHub;
import dev.nave.conformance.docs.CookbookSnippets.Prices;
import dev.nave.conformance.docs.CookbookSnippets.ShopHub;
import dev.nave.conformance.docs.CookbookSnippets.Table;
import dev.nave.conformance.docs.CookbookSnippets.TenantHub;
import dev.nave.hub.HubUser;
import dev.nave.hub.TypeRef;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the recipes say. */
class CookbookSnippetsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WRITERS = 4;
  private static final int TIMES = 1_000;
  private static final int LINES = 100;

  @Test
  void aUserIsToldOfARestCall() {
    try (HubTester tester = HubTester.of(NewsHub.class)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");

      new Orders(tester.server().hubContext(NewsHub.class))
          .shipped("ann", 7)
          .toCompletableFuture()
          .join();

      assertThat(ann.expect("orderShipped").argument(0, int.class)).isEqualTo(7);
      bob.expectNothing();
    }
  }

  @Test
  void aJobShowsItsProgressAndIsClosed() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Conversion conversion =
        new Conversion() {
          @Override
          public int steps() {
            return 2;
          }

          @Override
          public void run(int step) {}

          @Override
          public void close() {
            closed.complete(null);
          }
        };
    try (HubTester tester = HubTester.of(JobHub.class, () -> new JobHub(file -> conversion))) {
      TestStream<Integer> progress = tester.connect().stream(int.class, "Convert", "film.mov");

      assertThat(progress.expectItem()).isEqualTo(50);
      assertThat(progress.expectItem()).isEqualTo(100);
      progress.expectEnd();
      assertThat(closed).isCompleted();
    }
  }

  /** Prices of which only the number of the last change is kept. */
  private static final class Numbers implements Prices {
    private final AtomicLong version = new AtomicLong(1);

    @Override
    public Table copy() {
      return new Table(version.get(), Map.of("tea", 3));
    }

    @Override
    public Change set(String name, int price) {
      return new Change(version.incrementAndGet());
    }
  }

  @Test
  void aTableComesOnceAndThenItsChanges() {
    Prices prices = new Numbers();
    try (HubTester tester = HubTester.of(PriceHub.class, () -> new PriceHub(prices))) {
      TestClient ann = tester.connect();
      Table table = ann.invoke(Table.class, "Watch");
      assertThat(table).isEqualTo(new Table(1, Map.of("tea", 3)));

      new PriceDesk(prices, tester.server().hubContext(PriceHub.class)).set("tea", 4);

      assertThat(ann.expect("changed").argument(0, long.class)).isEqualTo(2);
    }
  }

  @Test
  void changesOfSeveralWritersArriveInTheOrderOfTheirNumbers() {
    Prices prices = new Numbers();
    try (HubTester tester = HubTester.of(PriceHub.class, () -> new PriceHub(prices))) {
      TestClient ann = tester.connect();
      long first = prices.copy().version() + 1;
      ann.invoke("Watch");
      PriceDesk desk = new PriceDesk(prices, tester.server().hubContext(PriceHub.class));

      atOnce(() -> desk.set("tea", 4));

      for (long version = first; version < first + WRITERS * TIMES; version++) {
        assertThat(ann.expect("changed").argument(0, long.class)).isEqualTo(version);
      }
    }
  }

  /** Has threads do something many times, all at once, and waits for their end. */
  private static void atOnce(Runnable work) {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                meet(start);
                for (int time = 0; time < TIMES; time++) {
                  work.run();
                }
              },
              command -> new Thread(command, "writer").start()));
    }
    writers.forEach(writer -> assertThat(writer).succeedsWithin(PATIENCE));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps the lines of one room. */
  private static final class OneRoom implements History {
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    @Override
    public Line append(String room, String user, String text) {
      Line line = new Line(lines.size() + 1L, user, text);
      lines.add(line);
      return line;
    }

    @Override
    public List<Line> after(String room, long number, int limit) {
      List<Line> later = lines.stream().filter(line -> line.number() > number).toList();
      return later.subList(Math.max(0, later.size() - limit), later.size());
    }
  }

  @Test
  void whoComesBackGetsTheLinesThatWereMissed() {
    OneRoom history = new OneRoom();
    try (HubTester tester = HubTester.of(HistoryHub.class, () -> new HistoryHub(history))) {
      TestClient ann = tester.connect("ann");
      assertThat(ann.invoke(new TypeRef<List<Line>>() {}, "Enter", "blue", 0)).isEmpty();
      ann.invoke("Say", "blue", "one");
      assertThat(ann.expect("said").argument(0, Line.class)).isEqualTo(new Line(1, "ann", "one"));
      ann.invoke("Say", "blue", "two");
      ann.close();

      List<Line> missed =
          tester.connect("ann").invoke(new TypeRef<List<Line>>() {}, "Enter", "blue", 1);

      assertThat(missed).containsExactly(new Line(2, "ann", "two"));
    }
  }

  @Test
  void linesOfSeveralUsersArriveInTheOrderOfTheirNumbers() {
    OneRoom history = new OneRoom();
    try (HubTester tester = HubTester.of(HistoryHub.class, () -> new HistoryHub(history))) {
      TestClient reader = tester.connect("reader");
      assertThat(reader.invoke(new TypeRef<List<Line>>() {}, "Enter", "blue", 0)).isEmpty();
      List<TestClient> users = Stream.generate(() -> tester.connect("u")).limit(WRITERS).toList();
      for (int i = 0; i < LINES; i++) {
        users.forEach(user -> user.send("Say", "blue", "hi"));
      }

      for (long number = 1; number <= WRITERS * LINES; number++) {
        assertThat(reader.expect("said").argument(0, Line.class))
            .extracting(Line::number)
            .isEqualTo(number);
      }
    }
  }

  @Test
  void callsPastTheLimitFail() {
    HubTester limited =
        HubTester.of(
            "/shop", server -> server.hub("/shop", ShopHub.class, CookbookSnippets::limited));
    try (limited) {
      TestClient ann = limited.connect("ann");
      List<CompletableFuture<Object>> calls = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        calls.add(ann.invokeAsync(Object.class, "Order", "tea", 1));
      }

      assertThat(calls).anySatisfy(call -> assertThat(call).failsWithin(PATIENCE));
      assertThat(calls.get(0)).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void tenantsDoNotMeet() {
    try (HubTester tester = HubTester.of(TenantHub.class)) {
      TestClient ann = tester.connect(HubUser.of("ann").withClaims(Map.of("tenant", "acme")));
      TestClient bob = tester.connect(HubUser.of("bob").withClaims(Map.of("tenant", "other")));
      ann.invoke("Enter", "board");
      bob.invoke("Enter", "board");

      ann.invoke("Draw", "board", "a line");

      ann.expect("drawn");
      bob.expectNothing();
      assertThatThrownBy(() -> tester.connect().invoke("Enter", "board"))
          .isInstanceOf(HubInvocationException.class)
          .hasMessageContaining("sign in first");
    }
  }

  @Test
  void theClientReadsWhyItsOrderIsRefused() {
    try (HubTester tester = HubTester.of(ShopHub.class)) {
      TestClient ann = tester.connect();

      assertThatThrownBy(() -> ann.invoke("Order", "tea", 0))
          .hasMessageContaining("between 1 and 100 pieces, not 0");
      ann.invoke("Order", "tea", 1);
      ann.expect("ordered");
    }
  }

  @Test
  void aFileArrivesInPieces(@TempDir Path folder) throws IOException {
    try (HubTester tester = HubTester.of(FileHub.class, () -> new FileHub(folder))) {
      TestClient ann = tester.connect();
      TestUpload pieces = ann.upload();
      CompletableFuture<String> stored = ann.invokeAsync(String.class, "Upload", pieces);
      pieces.send(new byte[] {1, 2}).send(new byte[] {3}).complete();

      assertThat(Files.readAllBytes(folder.resolve(stored.join()))).containsExactly(1, 2, 3);

      TestUpload broken = ann.upload();
      CompletableFuture<String> failed = ann.invokeAsync(String.class, "Upload", broken);
      broken.send(new byte[] {1}).fail("cancelled");
      assertThat(failed).failsWithin(PATIENCE);
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).hasSize(1);
      }
    }
  }
}
