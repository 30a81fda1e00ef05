package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.hub.testing.BreakableLinks;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import org.junit.jupiter.api.AfterEach;

/** One server or several that share a backplane, and their clients. */
abstract class ScaleoutFixture {
  public static class AnyHub extends Hub {
    public void tellOthers() {
      clients().others().send("told");
    }

    public void tellOthersIn(String group) {
      clients().othersInGroup(group).send("told");
    }
  }

  static final class Node {
    final SpyBackplane backplane;
    final BreakableLinks links = new BreakableLinks();
    final HubTester tester;

    Node(InMemoryCluster cluster, SpyBackplane.Wire wire) {
      backplane = new SpyBackplane(cluster, wire);
      tester =
          links.start(
              "/hub", server -> server.backplane(backplane).hub("/hub", AnyHub.class, AnyHub::new));
    }

    TestClient connect(String userId) {
      return tester.connect(userId);
    }

    HubClients clients() {
      return tester.server().hubContext(AnyHub.class).clients();
    }

    void add(TestClient client, String group) {
      tester.server().hubContext(AnyHub.class).groups().add(client.connectionId(), group).join();
    }

    void remove(TestClient client, String group) {
      tester.server().hubContext(AnyHub.class).groups().remove(client.connectionId(), group).join();
    }

    void awaitUnsubscribed(String topic) {
      await(topic + " is not wished for any more").until(() -> !backplane.isSubscribed(topic));
    }
  }

  final Node one;
  final Node two;

  ScaleoutFixture(SpyBackplane.Wire wire) {
    InMemoryCluster cluster = new InMemoryCluster();
    one = new Node(cluster, wire);
    two = new Node(cluster, wire);
  }

  @AfterEach
  void stop() {
    one.tester.close();
    two.tester.close();
  }

  static void send(ClientProxy clients) {
    clients.send("hello", "world").join();
  }

  static void assertReceived(TestClient... clients) {
    for (TestClient client : clients) {
      assertThat(client.expect("hello").arguments()).containsExactly("world");
      client.expectNothing();
    }
  }

  static void assertNothingReceived(TestClient... clients) {
    for (TestClient client : clients) {
      client.expectNothing();
    }
  }
}
