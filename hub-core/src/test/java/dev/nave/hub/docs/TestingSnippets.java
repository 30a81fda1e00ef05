package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubUser;
import dev.nave.hub.TypeRef;
import dev.nave.hub.docs.ClientsSnippets.BoardHub;
import dev.nave.hub.docs.GroupsSnippets.RoomHub;
import dev.nave.hub.docs.HubsSnippets.Order;
import dev.nave.hub.docs.HubsSnippets.OrderBook;
import dev.nave.hub.docs.HubsSnippets.OrderHub;
import dev.nave.hub.docs.HubsSnippets.VisitHub;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The Java of {@code docs/testing.md}; {@link SnippetsTest} runs it. */
final class TestingSnippets {
  static final class RoomHubTest {
    @Test
    void whoIsInTheRoomHearsWhatIsSaid() {
      try (HubTester tester = HubTester.of(RoomHub.class)) {
        TestClient ann = tester.connect("ann");
        TestClient bob = tester.connect("bob");
        TestClient eve = tester.connect("eve");
        ann.invoke("Enter", "blue");
        bob.invoke("Enter", "blue");

        bob.invoke("Say", "blue", "hi");

        assertThat(ann.expect("entered").arguments()).containsExactly("bob");
        assertThat(ann.expect("said").argument(1, String.class)).isEqualTo("hi");
        ann.expectNothing();
        eve.expectNothing();
      }
    }

    @Test
    void namesOfRoomsAreBounded() {
      try (HubTester tester = HubTester.of(RoomHub.class)) {
        TestClient ann = tester.connect("ann");

        assertThatThrownBy(() -> ann.invoke("Enter", "x".repeat(101)))
            .isInstanceOf(HubInvocationException.class)
            .hasMessageContaining("at most 100 characters");
      }
    }
  }

  private TestingSnippets() {}

  static void wholeServer() {
    HubTester tester =
        HubTester.of(
            "/visits",
            server ->
                server
                    .options(options -> options.maximumParallelInvocationsPerClient(4))
                    .hub("/visits", VisitHub.class, VisitHub::new)
                    .hub("/board", BoardHub.class, BoardHub::new));
    try (tester) {
      TestClient admin = tester.connect(HubUser.of("ann").withRoles(Set.of("admin")));
      HttpRequest request = HttpRequest.builder("GET", "/board").query("lang", "de").build();
      TestClient guest = tester.connect(request);

      tester.server().hubContext(BoardHub.class).clients().all().send("posted", "hello").join();

      guest.expect("posted");
      admin.expectNothing();
    }
  }

  /** Stands for the class of an application that sets its server up. */
  static final class ShopServer {
    private ShopServer() {}

    static HubServerBuilder builder(OrderBook book) {
      return HubServer.builder()
          .authenticator(request -> null)
          .hub("/orders", OrderHub.class, () -> new OrderHub(book));
    }
  }

  static void productionServer(OrderBook book) {
    try (HubTester tester = HubTester.of("/orders", ShopServer.builder(book))) {
      TestClient ann = tester.connect("ann"); // Whatever the shop's own authenticator says.
      List<Order> orders = ann.invoke(new TypeRef<List<Order>>() {}, "Mine");
      assertThat(orders).containsExactly(new Order(7, "tea"));
    }
  }

  static void twoServers() {
    InMemoryCluster cluster = new InMemoryCluster();
    try (HubTester one = member(cluster);
        HubTester two = member(cluster)) {
      TestClient ann = one.connect("ann");
      TestClient bob = two.connect("bob");
      ann.invoke("Enter", "blue");
      bob.invoke("Enter", "blue");

      assertThat(ann.expect("entered").arguments()).containsExactly("bob");
    }
  }

  private static HubTester member(InMemoryCluster cluster) {
    return HubTester.of(
        "/rooms",
        server ->
            server
                .backplane(cluster.newNode())
                .serverOptions(options -> options.subscribeTimeout(Duration.ofSeconds(1)))
                .hub("/rooms", RoomHub.class, RoomHub::new));
  }
}
