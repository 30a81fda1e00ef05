package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.directory.KeyCount;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the operator sees and does. */
class OperatorHubTest {
  private static final String KEY = "a-key-of-a-test";

  private final HubTester tester = HubTester.of("/chat", OperatorHubTest::configure);

  private static void configure(HubServerBuilder server) {
    ChatServer.configure(server, Clock.systemUTC(), new ServerSign("a", true));
    ChatServer.configureOperator(server, KEY);
  }

  private TestClient connect(String path, String name, String key) {
    return tester.connect(
        HttpRequest.builder("GET", path).query("name", name).query("key", key).build());
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  @Test
  void listsServersRoomsAndMembersAndEndsTheConnectionsOfAUser() {
    TestClient bob = connect("/chat", "Bob", "");
    bob.invoke("Join", "lobby", null);
    TestClient operator = connect("/operator", "operator", KEY);

    assertThat(operator.invoke(KeyCount[].class, "Rooms"))
        .containsExactly(new KeyCount("lobby", 1));
    assertThat(operator.invoke(KeyCount[].class, "Servers"))
        .containsExactly(new KeyCount(tester.server().nodeId(), 1));
    assertThat(operator.invoke(OperatorHub.Seat[].class, "Members", "lobby"))
        .extracting(OperatorHub.Seat::user)
        .containsExactly("Bob");
    assertThat(operator.invoke(Integer.class, "Kick", "Bob", "Out.")).isEqualTo(1);
    assertThat(bob.expectClosed()).isEqualTo(new CloseMessage("Out.", false));
  }

  @Test
  void refusesAClientWithoutTheKey() {
    assertThatThrownBy(() -> connect("/operator", "operator", "another"))
        .hasMessageContaining("not the operator's key");
  }
}
