package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.TestClient;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Groups on one server, and on two that share a backplane; display names as in {@link
 * ScaleoutTest}.
 */
@ParameterizedClass
@EnumSource(SpyBackplane.Wire.class)
class GroupScaleoutTest extends ScaleoutFixture {
  GroupScaleoutTest(SpyBackplane.Wire wire) {
    super(wire);
  }

  @Test
  @DisplayName("SendGroupAsyncWritesToAllConnectionsInGroupOutput")
  void sendToAGroupReachesItsMembersAlone() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");
    one.add(ann, "blue");

    send(one.clients().group("blue"));

    assertReceived(ann);
    assertNothingReceived(bob);
  }

  @Test
  @DisplayName("SendGroupExceptAsyncDoesNotWriteToExcludedConnections")
  void sendToAGroupSparesTheExcluded() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");
    one.add(ann, "blue");
    one.add(bob, "blue");

    send(one.clients().groupExcept("blue", List.of(bob.connectionId())));

    assertReceived(ann);
    assertNothingReceived(bob);
  }

  @Test
  @DisplayName("InvokeGroupAsyncOnServerWithoutConnectionWritesOutputToGroupConnection")
  void sendToAGroupReachesItsMembersOnAnotherServer() {
    TestClient ann = one.connect("ann");
    one.add(ann, "blue");

    send(two.clients().group("blue"));

    assertReceived(ann);
  }

  @Test
  void nameOfAGroupIsLiteralAndRegardsCase() {
    TestClient ann = one.connect("ann");
    one.add(ann, "*");
    one.add(ann, "a:b");

    send(two.clients().groups(List.of("a", "b", "A:b", "**")));
    assertNothingReceived(ann);
    send(two.clients().group("a:b"));
    assertReceived(ann);
    send(two.clients().group("*"));
    assertReceived(ann);
  }

  @Test
  @DisplayName("DisconnectConnectionRemovesConnectionFromGroup")
  void connectionThatEndsLeavesItsGroups() {
    TestClient ann = one.connect("ann");
    TestClient bob = one.connect("bob");
    one.add(ann, "blue");
    one.add(ann, "red");
    one.add(bob, "red");

    ann.close();
    one.awaitUnsubscribed(AnyHub.class.getName() + ":group:blue");
    send(two.clients().group("red"));

    assertReceived(bob);
    assertThat(ann.received()).isEmpty();
    assertThat(one.backplane.isSubscribed(AnyHub.class.getName() + ":group:red")).isTrue();
    assertThat(
            one.backplane.isSubscribed(
                AnyHub.class.getName() + ":connection:" + ann.connectionId()))
        .isFalse();
  }

  @Test
  @DisplayName("RemoveGroupFromLocalConnectionNotInGroupDoesNothing")
  void leavingAGroupOneIsNotInDoesNothing() {
    TestClient ann = one.connect("ann");

    one.remove(ann, "blue");

    assertNothingReceived(ann);
  }

  @Test
  @DisplayName("RemoveGroupFromConnectionOnDifferentServerNotInGroupDoesNothing")
  void leavingAGroupOneIsNotInDoesNothingOnAnotherServer() {
    TestClient ann = one.connect("ann");

    two.remove(ann, "blue");

    assertNothingReceived(ann);
  }

  @Test
  @DisplayName("AddGroupAsyncForConnectionOnDifferentServerWorks")
  void connectionOfAnotherServerCanBePutIntoAGroup() {
    TestClient ann = one.connect("ann");

    two.add(ann, "blue");
    send(two.clients().group("blue"));

    assertReceived(ann);
    assertThat(two.backplane.isSubscribed(AnyHub.class.getName() + ":group:blue")).isFalse();
  }

  @Test
  @DisplayName("AddGroupAsyncForLocalConnectionAlreadyInGroupDoesNothing")
  void joiningTwiceIsJoiningOnce() {
    TestClient ann = one.connect("ann");

    one.add(ann, "blue");
    one.add(ann, "blue");
    send(one.clients().group("blue"));

    assertReceived(ann);
  }

  @Test
  @DisplayName("AddGroupAsyncForConnectionOnDifferentServerAlreadyInGroupDoesNothing")
  void joiningTwiceIsJoiningOnceOnAnotherServer() {
    TestClient ann = one.connect("ann");

    one.add(ann, "blue");
    two.add(ann, "blue");
    send(two.clients().group("blue"));

    assertReceived(ann);
  }

  @Test
  @DisplayName("RemoveGroupAsyncForConnectionOnDifferentServerWorks")
  void connectionOfAnotherServerCanBeTakenOutOfAGroup() {
    TestClient ann = one.connect("ann");
    one.add(ann, "blue");
    send(two.clients().group("blue"));
    assertReceived(ann);

    two.remove(ann, "blue");
    send(two.clients().group("blue"));

    assertNothingReceived(ann);
    assertThat(one.backplane.isSubscribed(AnyHub.class.getName() + ":group:blue")).isFalse();
  }

  @Test
  void excludedMembersAreSparedOnEveryServer() {
    TestClient ann = one.connect("ann");
    TestClient bob = two.connect("bob");
    TestClient cy = two.connect("cy");
    for (TestClient member : List.of(ann, bob, cy)) {
      one.add(member, "blue");
    }

    send(one.clients().groupExcept("blue", List.of(ann.connectionId(), cy.connectionId())));

    assertReceived(bob);
    assertNothingReceived(ann, cy);
  }
}
