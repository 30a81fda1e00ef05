package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.hub.Hub;
import dev.nave.hub.HubFactories;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.docs.ClientsSnippets.BoardHub;
import dev.nave.hub.docs.ClientsSnippets.Prices;
import dev.nave.hub.docs.ClientsSnippets.TypedBoardHub;
import dev.nave.hub.docs.FiltersSnippets.Costly;
import dev.nave.hub.docs.GroupsSnippets.RoomHub;
import dev.nave.hub.docs.HubsSnippets.Order;
import dev.nave.hub.docs.HubsSnippets.OrderBook;
import dev.nave.hub.docs.HubsSnippets.OrderHub;
import dev.nave.hub.docs.HubsSnippets.ReportHub;
import dev.nave.hub.docs.HubsSnippets.VisitHub;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tries out what the pages show. */
class SnippetsTest {
  private final List<String> log = new CopyOnWriteArrayList<>();

  private final OrderBook book =
      new OrderBook() {
        @Override
        public @Nullable Order find(int number) {
          return number == 7 ? new Order(7, "tea") : null;
        }

        @Override
        public CompletionStage<List<Order>> ofUser(@Nullable String userId) {
          return CompletableFuture.completedStage(List.of(new Order(7, "tea")));
        }

        @Override
        public void log(String text) {
          log.add(text);
        }
      };

  @Test
  void hubOfOrdersAnswers() {
    HubFactories factories =
        HubsSnippets.fromContainer(
            new HubsSnippets.Container() {
              @Override
              public <T> T get(Class<T> type) {
                return type.cast(new OrderHub(book));
              }

              @Override
              public void destroy(Object bean) {
                log.add("destroyed");
              }
            });
    try (HubTester tester =
        HubTester.of("/orders", server -> server.hubs(factories).hub("/orders", OrderHub.class))) {
      TestClient ann = tester.connect("ann");

      assertThat(ann.invoke(Order.class, "Find", 7)).isEqualTo(new Order(7, "tea"));
      assertThat(catchThrowable(() -> ann.invoke("Find", 8)))
          .hasMessageContaining("there is no order 8");
      assertThat(ann.invoke(Order[].class, "mine")).hasSize(1);
      ann.invoke("Log", "hello");
      assertThat(catchThrowable(() -> ann.invoke("book"))).isNotNull();
    }
    assertThat(log).contains("hello", "destroyed");
  }

  @Test
  void hubOfVisitsCountsAndTells() {
    try (HubTester tester = HubTester.of(VisitHub.class, VisitHub::new)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");
      assertThat(ann.invoke(Integer.class, "visit")).isEqualTo(1);
      assertThat(ann.invoke(Integer.class, "visit")).isEqualTo(2);
      bob.close();

      assertThat(ann.expect("left").arguments()).containsExactly("bob");
      assertThatExceptionOfType(ConnectionRefusedException.class).isThrownBy(tester::connect);
    }
  }

  @Test
  void reportThatNobodyMakesIsEmpty() {
    try (HubTester tester = HubTester.of(ReportHub.class, ReportHub::new)) {
      assertThat(tester.connect().invoke(String.class, "report")).isEqualTo("nothing to report");
    }
  }

  @Test
  void clientsOfTheBoardsHear() {
    AtomicReference<Prices> prices = new AtomicReference<>();
    HubTester tester =
        HubTester.of(
            "/board",
            server -> {
              prices.set(ClientsSnippets.early(server));
              server
                  .hub("/board", BoardHub.class, BoardHub::new)
                  .hub("/typed", TypedBoardHub.class, TypedBoardHub::new);
            });
    try (tester) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");
      ann.invoke("post", "hello");
      ann.expect("accepted");
      bob.expect("posted");
      ann.invoke("whisper", "bob", "psst");
      assertThat(bob.expect("whispered").arguments()).containsExactly("ann", "psst");

      ClientsSnippets.announce(tester.server());
      bob.expect("posted");
      bob.expect("posted");
      Objects.requireNonNull(prices.get()).changed("tea", 250);
      assertThat(ClientsSnippets.outcome(tester.server().hubContext(BoardHub.class)))
          .isEqualTo("handed on");
      bob.expect("posted");
      bob.expectNothing();
    }
  }

  @Test
  void typedBoardIsTheSame() {
    try (HubTester tester = HubTester.of(TypedBoardHub.class, TypedBoardHub::new)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");
      ann.invoke("post", "hello");
      ann.expect("accepted");
      bob.expect("posted");
    }
  }

  @Test
  void whoIsTakenOutOfTheLobbyIsTold() {
    try (HubTester tester = HubTester.of(RoomHub.class, RoomHub::new)) {
      TestClient ann = tester.connect("ann");
      ann.invoke("enter", "lobby");
      GroupsSnippets.moderate(tester.server().hubContext(RoomHub.class), ann.connectionId()).join();
      ann.invoke("say", "lobby", "hello?");

      ann.expect("removed");
      ann.expectNothing();
    }
  }

  @Test
  void testsOfWholeServersPass() {
    TestingSnippets.wholeServer();
    TestingSnippets.productionServer(book);
    TestingSnippets.twoServers();
  }

  @Test
  void testsOfTheRoomPass() {
    TestingSnippets.RoomHubTest test = new TestingSnippets.RoomHubTest();
    test.whoIsInTheRoomHearsWhatIsSaid();
    test.namesOfRoomsAreBounded();
  }

  /** What the filters stand around. */
  public static class WorkHub extends Hub {
    /** Returns its argument. */
    public @Nullable String echo(@Nullable String text) {
      return text;
    }

    /** Does what few may. */
    @Costly
    public void costly() {}

    /** Fails as a caller's mistake does. */
    public void mistake() {
      throw new IllegalArgumentException("too long");
    }

    /** Fails otherwise. */
    public void fault() {
      throw new IllegalStateException("a secret");
    }
  }

  private HubTester filtered(HubFilter... filters) {
    return HubTester.of(
        "/work",
        server -> {
          for (HubFilter filter : filters) {
            server.filter(filter);
          }
          server.hub("/work", WorkHub.class, WorkHub::new);
        });
  }

  @Test
  void filtersDoWhatTheySay() {
    FiltersSnippets.Stopwatch stopwatch =
        new FiltersSnippets.Stopwatch((call, nanos) -> log.add(call));
    try (HubTester tester =
        filtered(
            stopwatch,
            new FiltersSnippets.Translator(),
            new FiltersSnippets.Turnstile(),
            new FiltersSnippets.Trimmer())) {
      TestClient ann = tester.connect("ann");

      assertThat(ann.invoke(String.class, "echo", " hi ")).isEqualTo("hi");
      assertThat(ann.invoke(String.class, "echo", (Object) null)).isNull();
      ann.invoke("costly");
      assertThat(catchThrowable(() -> ann.invoke("mistake")))
          .hasMessageEndingWith("HubException: that is not possible: too long");
      assertThat(catchThrowable(() -> ann.invoke("fault")))
          .hasMessageEndingWith("invoking 'fault' on the server.");
    }
    String work = WorkHub.class.getName();
    assertThat(log)
        .containsSubsequence(work + ".echo", work + ".costly", work + ".mistake", work + ".fault");
  }

  @Test
  void doormanRefusesOldClients() {
    try (HubTester tester = filtered(new FiltersSnippets.Doorman())) {
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(() -> tester.connect("ann"))
          .withMessageContaining("this client is too old");
    }
  }

  @Test
  void serversThatThePagesShowCanBeBuilt() {
    HubTester any = HubTester.of(RoomHub.class, RoomHub::new);
    any.close();
    FiltersSnippets.Stopwatch stopwatch = new FiltersSnippets.Stopwatch((call, nanos) -> {});
    for (HubServerBuilder server :
        List.of(
            HubsSnippets.mapped(book, new NoTransport()),
            FiltersSnippets.filtered(stopwatch, new NoTransport()),
            OptionsSnippets.configured(new NoTransport()))) {
      server.build().close();
    }
  }
}
