package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.HubProtocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubRegistryTest {
  private final FakeBackplane backplane = new FakeBackplane();
  private static final int MAX_GROUPS = 3;

  private final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().maxGroupsPerConnection(MAX_GROUPS).build());
  private final HubRegistry registry =
      new HubRegistry(
          new TopicNames("Chat"),
          new Subscriptions(backplane, Duration.ofHours(1)),
          settings.protocols());
  private final FakeLoop first = new FakeLoop(200);
  private final FakeLoop second = new FakeLoop();
  private final List<TestClient> clients = new ArrayList<>();
  private final List<HubLoop> full = new ArrayList<>();

  @AfterEach
  void nothingElseHappened() {
    clients.forEach(TestClient::assertNothingElse);
    backplane.assertNothingElse();
    first.assertClean();
    second.assertClean();
    assertThat(full).isEmpty();
  }

  private TestClient client(FakeLoop loop, String id, @Nullable String userId) {
    return client(loop, id, userId, "json");
  }

  private TestClient client(FakeLoop loop, String id, @Nullable String userId, String protocol) {
    TestClient client = TestClient.connect(loop, settings, id, protocol);
    clients.add(client);
    assertThat(registry.register(client.connection(), userId)).isDone();
    return client;
  }

  private void deliver(String topic, String text, String... excluded) {
    registry.deliver(
        topic,
        OutboundMessage.encoded(Map.of("json", text.getBytes(StandardCharsets.UTF_8))),
        Set.of(excluded),
        full::add);
    first.runAll();
    second.runAll();
  }

  private void leave(TestClient client, String group) {
    assertThat(registry.leave(client.connection(), group)).isDone();
  }

  private void join(TestClient client, String group) {
    assertThat(registry.join(client.connection(), group)).isDone();
  }

  @Test
  void wishesForAllOnceAndForever() {
    assertThat(registry.start()).isDone();
    backplane.assertSubscriptions("+Chat:all");

    TestClient alice = client(first, "a", null);
    backplane.assertSubscriptions("+Chat:connection:a");
    registry.unregister(alice.connection());

    backplane.assertSubscriptions("-Chat:connection:a");
  }

  @Test
  void wishesForAUserAsLongAsOneOfTheirConnectionsIsHere() {
    TestClient alice = client(first, "a", "ann");
    backplane.assertSubscriptions("+Chat:all", "+Chat:connection:a", "+Chat:user:ann");
    TestClient again = client(second, "b", "ann");
    backplane.assertSubscriptions("+Chat:connection:b");

    registry.unregister(alice.connection());
    backplane.assertSubscriptions("-Chat:connection:a");
    deliver("Chat:user:ann", "still");
    again.link().assertWritten("still");

    registry.unregister(again.connection());
    backplane.assertSubscriptionsInAnyOrder("-Chat:all", "-Chat:connection:b", "-Chat:user:ann");
  }

  private TestClient member(FakeLoop loop, String id, String group) {
    TestClient client = client(loop, id, null);
    join(client, group);
    return client;
  }

  private void forgetSubscriptions() {
    backplane.forgetSubscriptions();
  }

  @Test
  void wishesForAGroupFromItsFirstMemberToItsLast() {
    TestClient alice = client(first, "a", null);
    TestClient bob = client(second, "b", null);
    forgetSubscriptions();

    join(alice, "*");
    backplane.assertSubscriptions("+Chat:group:*");
    join(bob, "*");
    leave(alice, "*");
    backplane.assertSubscriptions();
    leave(bob, "*");

    backplane.assertSubscriptions("-Chat:group:*");
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

  // Subscriptions.

  @Test
  void isReachableOnceAllItsTopicsAreConfirmed() {
    backplane.stopConfirming();
    TestClient alice = TestClient.connect(first, settings, "a", "json");
    CompletableFuture<Void> registered = registry.register(alice.connection(), "ann");
    backplane.assertSubscriptions("+Chat:all", "+Chat:connection:a", "+Chat:user:ann");
    assertThat(registered).isNotDone();

    backplane.confirm();

    assertThat(registered).isDone();
  }

  @Test
  void whoJoinsWhileTheFirstWaitsWaitsForTheSameConfirmation() {
    TestClient alice = client(first, "a", null);
    TestClient bob = client(second, "b", null);
    forgetSubscriptions();
    backplane.stopConfirming();

    CompletableFuture<Void> one = registry.join(alice.connection(), "g");
    CompletableFuture<Void> two = registry.join(bob.connection(), "g");

    backplane.assertSubscriptions("+Chat:group:g");
    assertThat(one).isNotDone();
    assertThat(two).isNotDone();
    backplane.confirm();
    assertThat(one).isDone();
    assertThat(two).isDone();
  }

  @Test
  void nobodyWaitsForABackplaneThatIsDownAndTheWishStays() {
    TestClient alice = client(first, "a", null);
    forgetSubscriptions();
    backplane.stopConfirming();
    backplane.goDown();

    join(alice, "g");

    backplane.assertSubscriptions("+Chat:group:g");
  }

  @Test
  void nobodyWaitsLongerThanTheTimeOut() {
    backplane.stopConfirming();
    Subscriptions impatient = new Subscriptions(backplane, Duration.ofMillis(1));

    assertThat(impatient.subscribe("t")).succeedsWithin(Duration.ofSeconds(10));

    backplane.assertSubscriptions("+t");
  }

  /** All orders in which two steps of one connection and two of another can happen. */
  @Test
  void leaveAndRejoinEndWithAWishIfAMemberIsLeftWhateverTheOrder() {
    for (String order : List.of("LJlj", "LlJj", "LljJ", "lLJj", "lLjJ", "ljLJ")) {
      HubConnection alice = TestClient.connect(first, settings, "a", "json").connection();
      HubConnection bob = TestClient.connect(second, settings, "b", "json").connection();
      assertThat(registry.register(alice, null)).isDone();
      assertThat(registry.register(bob, null)).isDone();
      assertThat(registry.join(alice, "g")).isDone();
      assertThat(registry.join(bob, "g")).isDone();
      forgetSubscriptions();

      int desired = 1;
      for (int i = 0; i < order.length(); i++) {
        char step = order.charAt(i);
        HubConnection who = Character.isUpperCase(step) ? alice : bob;
        boolean leaves = Character.toLowerCase(step) == 'l';
        assertThat(leaves ? registry.leave(who, "g") : registry.join(who, "g")).isDone();
        desired += backplane.changeOfSubscriptions("Chat:group:g");
        assertThat(desired).as("%s at %s", order, step).isBetween(0, 1);
      }

      assertThat(desired).as(order).isEqualTo(1);
      registry.unregister(alice);
      registry.unregister(bob);
      assertThat(backplane.changeOfSubscriptions("Chat:group:g")).as(order).isEqualTo(-1);
      forgetSubscriptions();
    }
  }

  @Test
  void lettingAConnectionIntoAsManyGroupsAsItMayEndsThere() {
    TestClient alice = client(first, "a", "ann");
    for (int group = 1; group <= MAX_GROUPS; group++) {
      join(alice, "g" + group);
    }
    join(alice, "g1"); // It is in that one already.

    assertThatIllegalStateException()
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
