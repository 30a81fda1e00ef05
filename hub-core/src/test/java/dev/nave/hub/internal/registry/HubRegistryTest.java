package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.HubException;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.HubProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HubRegistryTest extends HubRegistryFixture {
  private TestClient member(FakeLoop loop, String id, String group) {
    TestClient client = client(loop, id, null);
    join(client, group);
    return client;
  }

  @Test
  void countsAMemberOnceHoweverOftenItJoins() {
    TestClient alice = member(first, "a", "g");
    join(alice, "g");
    forgetSubscriptions();

    deliver("Chat:group:g", "once");
    alice.link().assertWritten("once");
    leave(alice, "g");
    backplane.assertSubscriptions("-Chat:group:g");
    leave(alice, "g");
    backplane.assertSubscriptions();
  }

  @Test
  void deliversToTheMembersOnAllLoops() {
    TestClient alice = member(first, "a", "g");
    TestClient bob = member(second, "b", "g");
    client(first, "c", null);
    forgetSubscriptions();

    deliver("Chat:group:g", "x");

    alice.link().assertWritten("x");
    bob.link().assertWritten("x");
  }

  @Test
  void deliversToNobodyInAnUnknownTopic() {
    client(first, "a", null);
    forgetSubscriptions();

    deliver("Chat:group:unknown", "x");
  }

  @Test
  void deliversToOneConnectionWhileItIsHere() {
    TestClient alice = client(first, "a", null);
    client(second, "b", null);
    forgetSubscriptions();

    deliver("Chat:connection:a", "x");
    deliver("Chat:connection:a", "excluded", "a");
    deliver("Chat:connection:unknown", "y");
    alice.link().assertWritten("x");
    registry.unregister(alice.connection());
    forgetSubscriptions();

    deliver("Chat:connection:a", "late");
  }

  @Test
  void handsOverOneConnectionWhileItIsHere() {
    TestClient alice = client(first, "a", null);
    forgetSubscriptions();
    CompletableFuture<Integer> taken =
        registry.count("Chat:connection:a", connection -> connection == alice.connection());
    CompletableFuture<Integer> left = registry.count("Chat:connection:a", connection -> false);
    first.runAll();

    assertThat(taken).isCompletedWithValue(1);
    assertThat(left).isCompletedWithValue(0);
    assertThat(registry.count("Chat:connection:b", connection -> true)).isCompletedWithValue(0);
    CompletableFuture<Integer> late = registry.count("Chat:connection:a", connection -> true);
    registry.unregister(alice.connection());
    first.runAll();
    assertThat(late).isCompletedWithValue(0);
    forgetSubscriptions();
  }

  @Test
  void aLoopThatIsFullIsToldOfForOneConnectionToo() {
    TestClient alice = client(first, "a", null);
    forgetSubscriptions();
    OutboundMessage large = OutboundMessage.encoded(Map.of("json", new byte[200]));

    assertThat(registry.deliver("Chat:connection:a", large, Set.of(), full::add)).isTrue();
    assertThat(full).isEmpty();
    assertThat(registry.deliver("Chat:connection:a", large, Set.of(), full::add)).isTrue();

    assertThat(full).containsExactly(first.hubLoop());
    full.clear();
    first.runAll();
    alice.link().assertWritten("\0".repeat(200));
  }

  @Test
  void leavesOutWhoIsExcluded() {
    TestClient alice = member(first, "a", "g");
    TestClient bob = member(first, "b", "g");
    TestClient carol = member(second, "c", "g");
    forgetSubscriptions();

    deliver("Chat:group:g", "x", "a", "c", "unknown");
    deliver("Chat:all", "y", "b");

    bob.link().assertWritten("x");
    alice.link().assertWritten("y");
    carol.link().assertWritten("y");
  }

  @Test
  void joinsARunOnlyForEqualExclusions() {
    TestClient alice = member(first, "a", "g");
    TestClient bob = member(first, "b", "g");
    forgetSubscriptions();
    OutboundMessage x = OutboundMessage.encoded(Map.of("json", new byte[] {'x'}));
    OutboundMessage y = OutboundMessage.encoded(Map.of("json", new byte[] {'y'}));
    OutboundMessage z = OutboundMessage.encoded(Map.of("json", new byte[] {'z'}));

    registry.deliver("Chat:group:g", x, Set.of("a"), full::add);
    registry.deliver("Chat:group:g", y, Set.of("a"), full::add);
    registry.deliver("Chat:group:g", z, Set.of(), full::add);
    first.runAll();

    assertThat(bob.link().assertWritten("xyz").buffers()).hasSize(2);
    alice.link().assertWritten("z");
  }

  @Test
  void membersWhoLeaveInTheMiddleDoNotTakeOthersAlong() {
    List<TestClient> members = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      members.add(member(first, "m" + i, "g"));
    }
    forgetSubscriptions();

    leave(members.get(0), "g");
    leave(members.get(19), "g");
    leave(members.get(7), "g");
    deliver("Chat:group:g", "x");

    for (int i = 0; i < 20; i++) {
      if (i != 0 && i != 7 && i != 19) {
        members.get(i).link().assertWritten("x");
      }
    }
  }

  @Test
  void whoUnregistersLeavesEverything() {
    TestClient alice = client(first, "a", "ann");
    join(alice, "g");
    join(alice, "h");
    forgetSubscriptions();

    registry.unregister(alice.connection());

    assertThat(registry.find("a")).isNull();
    assertThat(registry.size()).isZero();
    assertThat(registry.protocolsInUse()).isEmpty();
    backplane.assertSubscriptionsInAnyOrder(
        "-Chat:all", "-Chat:connection:a", "-Chat:user:ann", "-Chat:group:g", "-Chat:group:h");
    deliver("Chat:all", "x");
    deliver("Chat:group:g", "x");
  }

  @Test
  void knowsTheConnectionsThatEndedLast() {
    TestClient alice = client(first, "a", null);
    forgetSubscriptions();
    assertThat(registry.hasEnded("a")).isFalse();

    registry.unregister(alice.connection());

    forgetSubscriptions();
    assertThat(registry.hasEnded("a")).isTrue();
    assertThat(registry.hasEnded("b")).isFalse();
  }

  @Test
  void userIsHereUntilTheLastConnectionHasGone() {
    TestClient one = client(first, "one", "ann");
    TestClient other = client(second, "other", "ann");
    assertThat(registry.hasUser("ann")).isTrue();
    registry.unregister(one.connection());
    assertThat(registry.hasUser("ann")).isTrue();
    registry.unregister(other.connection());
    assertThat(registry.hasUser("ann")).isFalse();
    forgetSubscriptions();
  }

  @Test
  void whoHasUnregisteredJoinsNothingAnyMore() {
    TestClient alice = client(first, "a", null);
    registry.unregister(alice.connection());
    forgetSubscriptions();

    join(alice, "g");
    leave(alice, "g");
    registry.unregister(alice.connection());
  }

  @Test
  void knowsTheHubProtocolsInUse() {
    TestClient alice = client(first, "a", null, "json");
    client(first, "b", null, "messagepack");
    forgetSubscriptions();
    assertThat(registry.protocolsInUse())
        .extracting(HubProtocol::name)
        .containsExactlyInAnyOrder("json", "messagepack");

    registry.unregister(alice.connection());
    forgetSubscriptions();

    assertThat(registry.protocolsInUse())
        .extracting(HubProtocol::name)
        .containsExactly("messagepack");
  }

  @Test
  void saysWhenTheLastHasGone() {
    TestClient alice = client(first, "a", null);
    TestClient bob = client(first, "b", null);
    CompletableFuture<Void> empty = registry.whenEmpty();

    registry.unregister(alice.connection());
    assertThat(empty).isNotDone();
    registry.unregister(bob.connection());

    assertThat(empty).isDone();
    assertThat(registry.whenEmpty()).isDone();
    forgetSubscriptions();
  }

  @Test
  void tellsOfALoopThatIsFullAndDeliversToTheOthers() {
    TestClient alice = member(first, "a", "g");
    TestClient bob = member(second, "b", "g");
    forgetSubscriptions();
    OutboundMessage large = OutboundMessage.encoded(Map.of("json", new byte[200]));

    registry.deliver("Chat:connection:a", large, Set.of(), full::add);
    registry.deliver(
        "Chat:group:g",
        OutboundMessage.encoded(Map.of("json", new byte[] {'x'})),
        Set.of(),
        full::add);

    assertThat(full).containsExactly(first.hubLoop());
    full.clear();
    first.runAll();
    second.runAll();
    alice.link().assertWritten("\0".repeat(200));
    bob.link().assertWritten("x");
  }

  @Test
  void allConnectionsTogetherAreInAsManyGroupsAsTheyMayBe() {
    GroupPlaces places = new GroupPlaces(3);
    HubRegistry small =
        new HubRegistry(
            new TopicNames("Small"),
            new Subscriptions(new FakeBackplane(), Duration.ofHours(1)),
            settings.protocols(),
            TopicWatcher.NONE,
            places,
            null);
    TestClient alice = TestClient.connect(first, settings, "a", "json");
    TestClient bob = TestClient.connect(first, settings, "b", "json");
    for (TestClient each : List.of(alice, bob)) {
      assertThat(small.register(each.connection(), "u")).isDone();
      assertThat(small.join(each.connection(), "g1")).isDone();
    }
    assertThat(small.join(bob.connection(), "g2")).isDone();
    assertThat(small.join(bob.connection(), "g2")).isDone();

    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> small.join(alice.connection(), "g2"))
        .withMessage(
            "the connections of this server are in 3 groups together, as many as"
                + " maxGroupMemberships allows");
    assertThat(places.taken()).isEqualTo(3);

    assertThat(small.leave(bob.connection(), "g2")).isDone();
    assertThat(small.leave(bob.connection(), "g2")).isDone();
    assertThat(small.join(alice.connection(), "g2")).isDone();
    small.unregister(alice.connection());
    small.unregister(bob.connection());
    assertThat(places.taken()).isZero();
  }

  @Test
  void lettingAConnectionIntoAsManyGroupsAsItMayEndsThere() {
    TestClient alice = client(first, "a", "ann");
    for (int group = 1; group <= MAX_GROUPS; group++) {
      join(alice, "g" + group);
    }
    join(alice, "g1"); // It is in that one already.

    assertThatExceptionOfType(HubException.class)
        .isThrownBy(() -> registry.join(alice.connection(), "one more"))
        .withMessage("connection a is in 3 groups, as many as maxGroupsPerConnection allows");

    leave(alice, "g1");
    join(alice, "one more");
    backplane.assertSubscriptions(
        "+Chat:all",
        "+Chat:connection:a",
        "+Chat:user:ann",
        "+Chat:group:g1",
        "+Chat:group:g2",
        "+Chat:group:g3",
        "-Chat:group:g1",
        "+Chat:group:one more");
  }
}
