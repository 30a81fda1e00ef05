package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The connections of a server, as an operator sees them. */
class ConnectionsTest {
  private final HubTester tester =
      HubTester.of(
          "/chat",
          server ->
              server
                  .hub("/chat", ChatHub.class, ChatHub::new, hub -> hub.name("Chat"))
                  .hub("/other", ChatHub.class, ChatHub::new, hub -> hub.name("Other")));

  @AfterEach
  void stop() {
    tester.close();
  }

  public static final class ChatHub extends Hub {
    public void join(String group) {
      groups().add(group).toCompletableFuture().join();
    }
  }

  private List<ConnectionInfo> connections() {
    return tester.server().connections();
  }

  @Test
  void areShownWithTheirUserAndTheirGroups() {
    Instant before = Instant.now();
    TestClient ann = tester.connect("ann");
    ann.invoke("join", "blue");
    ann.invoke("join", "user:group:x"); // A name with what separates others.

    ConnectionInfo shown = connections().get(0);

    assertThat(connections()).hasSize(1);
    assertThat(shown.connectionId()).isEqualTo(ann.connectionId());
    assertThat(shown.hubName()).isEqualTo("Chat");
    assertThat(shown.userId()).contains("ann");
    assertThat(shown.transport()).isEqualTo(TransportType.WEB_SOCKETS);
    assertThat(shown.protocol()).isEqualTo("json");
    assertThat(shown.remoteAddress()).isEmpty();
    assertThat(shown.since()).isBetween(before, Instant.now());
    assertThat(shown.groups()).containsExactlyInAnyOrder("blue", "user:group:x");
    assertThat(shown.pendingBytes()).isZero();
  }

  @Test
  void areThoseOfAllHubs() {
    tester.connect("ann");
    tester.connect(HttpRequest.builder("GET", "/other").build());

    assertThat(connections())
        .extracting(ConnectionInfo::hubName, ConnectionInfo::userId)
        .containsExactlyInAnyOrder(
            tuple("Chat", Optional.of("ann")), tuple("Other", Optional.empty()));
  }

  @Test
  void areNotShownAnyMoreWhenTheyHaveEnded() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");

    ann.close();

    await()
        .untilAsserted(
            () ->
                assertThat(connections())
                    .extracting(ConnectionInfo::connectionId)
                    .containsExactly(bob.connectionId()));
  }
}
