package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers of one application. The display names are those of the reference server's
 * specification tests, HubLifetimeManagerTestsBase and ScaleoutHubLifetimeManagerTests, where there
 * is one of the same meaning.
 */
@ParameterizedClass
@EnumSource(SpyBackplane.Wire.class)
class ScaleoutTest extends ScaleoutFixture {
  ScaleoutTest(SpyBackplane.Wire wire) {
    super(wire);
  }

  // One server.

  @Test
  @DisplayName("SendAllAsyncWritesToAllConnectionsOutput")
  void sendToAllReachesAllConnections() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");

    send(one.clients().all());

    assertReceived(ann, bob);
  }

  @Test
  @DisplayName("SendAllAsyncDoesNotWriteToDisconnectedConnectionsOutput")
  void sendToAllDoesNotReachAConnectionThatHasEnded() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");

    bob.close();
    one.awaitUnsubscribed(AnyHub.class.getName() + ":user:bob");
    send(one.clients().all());

    assertReceived(ann);
    assertThat(bob.received()).isEmpty();
  }

  @Test
  @DisplayName("SendConnectionAsyncWritesToConnectionOutput")
  void sendToAConnectionReachesItAlone() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");

    send(one.clients().client(ann.connectionId()));

    assertReceived(ann);
    assertNothingReceived(bob);
  }

  // Two servers.

  @Test
  @DisplayName("InvokeAllAsyncWithMultipleServersWritesToAllConnectionsOutput")
  void sendToAllReachesTheConnectionsOfAllServers() {
    TestClient ann = one.connect("ann");
    TestClient bob = two.connect("bob");

    send(one.clients().all());

    assertReceived(ann, bob);
  }

  @Test
  @DisplayName("InvokeAllAsyncWithMultipleServersDoesNotWriteToDisconnectedConnectionsOutput")
  void sendToAllDoesNotReachAConnectionThatHasEndedElsewhere() {
    TestClient ann = one.connect("ann");
    TestClient bob = two.connect("bob");

    bob.close();
    two.awaitUnsubscribed(AnyHub.class.getName() + ":user:bob");
    send(one.clients().all());

    assertReceived(ann);
    assertThat(bob.received()).isEmpty();
  }

  @Test
  @DisplayName("InvokeConnectionAsyncOnServerWithoutConnectionWritesOutputToConnection")
  void sendToAConnectionOfAnotherServerReachesIt() {
    TestClient ann = one.connect("ann");

    send(two.clients().client(ann.connectionId()));

    assertReceived(ann);
  }

  @Test
  void sendToSeveralConnectionsReachesThemWhereverTheyAre() {
    TestClient ann = one.connect("ann");
    TestClient bob = two.connect("bob");
    TestClient cy = two.connect("cy");

    send(one.clients().clients(List.of(ann.connectionId(), bob.connectionId(), "nobody")));

    assertReceived(ann, bob);
    assertNothingReceived(cy);
  }

  @Test
  @DisplayName("InvokeConnectionAsyncForLocalConnectionDoesNotPublishToBackplane")
  void sendToALocalConnectionIsNotPublished() {
    TestClient ann = one.connect("ann");

    send(one.clients().client(ann.connectionId()));

    assertReceived(ann);
    assertThat(one.backplane.published()).isEmpty();
  }

  @Test
  @DisplayName("WritingToRemoteConnectionThatFailsDoesNotThrow")
  void sendDoesNotFailIfTheConnectionOnTheOtherServerDoes() {
    TestClient ann = two.connect("ann");
    TestClient bob = two.connect("bob");
    two.links.breakNewest();

    send(one.clients().client(bob.connectionId()));
    send(one.clients().client(ann.connectionId()));

    assertReceived(ann);
  }

  @Test
  @DisplayName("WritingToGroupWithOneConnectionFailingSecondConnectionStillReceivesMessage")
  void memberThatFailsDoesNotKeepAMessageFromTheOthers() {
    TestClient ann = one.connect("ann"); // Connections live on two loops in turn.
    TestClient bob = one.connect("bob");
    TestClient cy = one.connect("cy");
    one.links.breakNewest();
    TestClient dan = one.connect("dan");
    TestClient eve = one.connect("eve");
    for (TestClient member : List.of(cy, ann, bob, dan, eve)) {
      one.add(member, "blue");
    }

    send(two.clients().group("blue"));
    send(two.clients().group("blue"));

    cy.expectClosed();
    for (TestClient member : List.of(ann, bob, dan, eve)) {
      member.expect("hello");
      assertReceived(member);
    }
  }

  @Test
  @DisplayName("InvokeUserSendsToAllConnectionsForUser")
  void sendToAUserReachesAllConnectionsOfThatUser() {
    TestClient ann = one.connect("ann");
    TestClient annToo = one.connect("ann");
    TestClient annElsewhere = two.connect("ann");
    TestClient otherAnn = two.connect("Ann");
    TestClient bob = two.connect("bob");

    send(one.clients().user("ann"));

    assertReceived(ann, annToo, annElsewhere);
    assertNothingReceived(otherAnn, bob);
  }

  @Test
  void sendToSeveralUsersReachesTheConnectionsOfAll() {
    TestClient ann = one.connect("ann");
    TestClient bob = two.connect("bob");
    TestClient cy = two.connect("cy");

    send(one.clients().users(List.of("ann", "bob", "zoe")));

    assertReceived(ann, bob);
    assertNothingReceived(cy);
  }

  @Test
  @DisplayName("StillSubscribedToUserAfterOneOfMultipleConnectionsAssociatedWithUserDisconnects")
  void userIsReachedAsLongAsOneConnectionIsLeft() {
    TestClient first = one.connect("ann");
    TestClient second = one.connect("ann");

    first.close();
    one.awaitUnsubscribed(AnyHub.class.getName() + ":connection:" + first.connectionId());
    send(two.clients().user("ann"));

    assertReceived(second);
    second.close();
    one.awaitUnsubscribed(AnyHub.class.getName() + ":user:ann");
  }

  @Test
  void excludedConnectionsAreSparedOnEveryServer() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");
    TestClient cy = two.connect("cy");
    TestClient dan = two.connect("dan");

    send(one.clients().allExcept(List.of(bob.connectionId(), cy.connectionId())));

    assertReceived(ann, dan);
    assertNothingReceived(bob, cy);
  }

  @Test
  void othersAreEverybodyElseOnEveryServer() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");
    TestClient cy = two.connect("cy");
    two.add(ann, "blue");
    two.add(cy, "blue");

    ann.invoke("tellOthers");
    bob.expect("told");
    cy.expect("told");
    ann.invoke("tellOthersIn", "blue");
    cy.expect("told");

    assertNothingReceived(ann, bob, cy);
  }

  @Test
  void clientsOfBothHubProtocolsAreReachedFromEveryServer() {
    TestClient jsonHere = one.connect("ann");
    TestClient jsonThere = two.connect("bob");
    one.tester.protocol(MessagePackHubProtocol.create());
    two.tester.protocol(MessagePackHubProtocol.create());
    TestClient messagePackHere = one.connect("cy");
    TestClient messagePackThere = two.connect("dan");

    send(one.clients().all());
    assertReceived(jsonHere, jsonThere, messagePackHere, messagePackThere);
    send(two.clients().all());
    assertReceived(jsonHere, jsonThere, messagePackHere, messagePackThere);
  }

  @Test
  void serverWithoutAClientOfAHubProtocolSendsInItNevertheless() {
    two.tester.protocol(MessagePackHubProtocol.create());
    TestClient ann = two.connect("ann");
    two.add(ann, "blue");

    send(one.clients().group("blue"));
    assertReceived(ann);
    send(one.clients().user("ann"));
    assertReceived(ann);
    send(one.clients().client(ann.connectionId()));
    assertReceived(ann);
  }

  @Test
  void groupChangeForAConnectionThatNoServerHasDoesNothing() {
    HubGroups groups = one.tester.server().hubContext(AnyHub.class).groups();

    assertThat(groups.add("unknown", "blue")).succeedsWithin(Duration.ofSeconds(20));
    assertThat(groups.remove("unknown", "blue")).succeedsWithin(Duration.ofSeconds(20));
  }
}
