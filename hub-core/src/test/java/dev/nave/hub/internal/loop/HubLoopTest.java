package dev.nave.hub.internal.loop;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.transport.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubLoopTest {
  private final FakeLoop fake = new FakeLoop(1000);
  private final HubLoop loop = fake.hubLoop();
  private final ConnectionSettings settings = TestClient.settings(HubOptions.builder().build());
  private final List<TestClient> clients = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final TestClient alice = connect("alice", "json");
  private final TestClient bob = connect("bob", "json");
  private final Group group = new Group(List.of(alice, bob));

  private TestClient connect(String id, String protocol) {
    TestClient client = TestClient.connect(fake, settings, id, protocol);
    clients.add(client);
    return client;
  }

  /** All of some clients. */
  private record Group(List<TestClient> members) implements Audience {
    @Override
    public void write(OutboundBatch batch) {
      members.forEach(member -> member.connection().writeShared(batch));
    }
  }

  @AfterEach
  void nothingElseHappened() {
    clients.forEach(TestClient::assertNothingElse);
    assertThat(done).isEmpty();
    fake.assertClean();
  }

  private static OutboundMessage json(String text) {
    return OutboundMessage.encoded(Map.of("json", text.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertDone(String... what) {
    assertThat(done).containsExactly(what);
    done.clear();
  }

  // Order and turns.

  @Test
  void isWokenOnceForAllThatComesBeforeItsTurn() {
    loop.execute(() -> done.add("one"));
    loop.execute(() -> done.add("two"));
    loop.deliver(group, json("a"));

    assertThat(fake.waiting()).isEqualTo(1);
    fake.runAll();

    assertDone("one", "two");
    alice.link().assertWritten("a");
    bob.link().assertWritten("a");
  }

  @Test
  void isWokenAgainForWhatComesInItsTurn() {
    loop.execute(() -> loop.execute(() -> done.add("later")));

    fake.runAll();

    assertDone("later");
  }

  @Test
  void handsOverTogetherWhatIsForTheSameExecutor() {
    List<Runnable> entrance = new ArrayList<>();
    List<Runnable> other = new ArrayList<>();
    Executor toEntrance = entrance::add;
    loop.handOver(toEntrance, () -> done.add("alice"));
    loop.handOver(other::add, () -> done.add("other"));
    loop.handOver(toEntrance, () -> done.add("bob"));

    fake.runAll();

    assertThat(entrance).hasSize(1);
    assertThat(other).hasSize(1);
    entrance.get(0).run(); // Leaves the second to another thread before it does its own part.
    entrance.get(1).run();
    assertDone("alice", "bob");
  }

  @Test
  void anActionThatFailsDoesNotStopTheNext() {
    loop.execute(
        () -> {
          throw new IllegalStateException("a test says so");
        });
    loop.execute(() -> done.add("next"));

    fake.runAll();

    assertDone("next");
  }

  @Test
  void actionsAndMessagesKeepTheirOrder() {
    bob.connection().send(json("1"));
    loop.execute(() -> bob.connection().end(null, null));
    bob.connection().send(json("2"));

    fake.runAll();

    bob.assertTold("over");
    bob.assertTold("ended");
    bob.link().assertDone("close NORMAL");
  }

  // Joining.

  @Test
  void aRunForOneAudienceIsJoinedIntoOneBufferForAllItsMembers() {
    loop.deliver(group, json("a"));
    loop.deliver(group, json("b"));
    loop.deliver(group, json("c"));

    fake.runAll();

    FakeLink.Flush toAlice = alice.link().assertWritten("abc");
    FakeLink.Flush toBob = bob.link().assertWritten("abc");
    assertThat(toAlice.buffers()).hasSize(1);
    assertThat(toBob.buffers().get(0)).isSameAs(toAlice.buffers().get(0));
  }

  @Test
  void eachHubProtocolHasItsOwnBuffer() {
    TestClient carol = connect("carol", "messagepack");
    Group mixed = new Group(List.of(alice, carol, bob));
    HubMessage message = InvocationMessage.send("x", Payload.of(1));

    loop.deliver(mixed, OutboundMessage.of(message));
    fake.runAll();

    FakeLink.Flush toAlice =
        alice.link().assertWritten("{\"type\":1,\"target\":\"x\",\"arguments\":[1]}" + END);
    carol.link().assertWrittenHex("09 96 01 80 C0 A1 78 91 01 90");
    FakeLink.Flush toBob =
        bob.link().assertWritten("{\"type\":1,\"target\":\"x\",\"arguments\":[1]}" + END);
    assertThat(toBob.buffers()).isEqualTo(toAlice.buffers());
  }

  @Test
  void eachFramingHasItsOwnBufferAndIsAppliedOncePerMessage() {
    List<String> framed = new ArrayList<>();
    Framing brackets =
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          framed.add(text);
          return ("[" + text + "]").getBytes(StandardCharsets.UTF_8);
        };
    TestClient carol = TestClient.connectFramed(fake, settings, "carol", brackets);
    TestClient dave = TestClient.connectFramed(fake, settings, "dave", brackets);
    clients.addAll(List.of(carol, dave));
    framed.clear();

    loop.deliver(new Group(List.of(alice, carol, dave)), json("a"));
    fake.runAll();

    alice.link().assertWritten("a");
    FakeLink.Flush toCarol = carol.link().assertWritten("[a]");
    FakeLink.Flush toDave = dave.link().assertWritten("[a]");
    assertThat(toDave.buffers()).isEqualTo(toCarol.buffers());
    assertThat(framed).containsExactly("a");
  }

  @Test
  void whatWaitsForOneConnectionIsJoinedAndFlushedOnce() {
    alice.connection().send(json("a"));
    loop.execute(() -> {});
    alice.connection().send(json("b"));

    fake.runAll();

    assertThat(alice.link().assertWritten("ab").buffers()).hasSize(1);
  }

  @Test
  void directAndSharedMessagesKeepTheirOrder() {
    loop.deliver(group, json("1"));
    alice.connection().send(json("2"));
    loop.deliver(group, json("3"));
    alice.connection().send(json("4"));

    fake.runAll();

    assertThat(alice.link().assertWritten("1234").buffers()).hasSize(2);
    assertThat(bob.link().assertWritten("13").buffers()).hasSize(2);
  }

  @Test
  void messagesWithoutAMembersHubProtocolAreDroppedAndCountedForIt() {
    TestClient carol = connect("carol", "messagepack");

    loop.deliver(new Group(List.of(alice, carol)), json("a"));
    loop.deliver(new Group(List.of(alice, carol)), json("b"));
    fake.runAll();

    alice.link().assertWritten("ab");
    assertThat(settings.counters().droppedNotEncoded()).isEqualTo(2);
  }

  @Test
  void messagesOfARunThatExistInAMembersHubProtocolAreWrittenAndTheOthersCounted() {
    TestClient carol = connect("carol", "messagepack");
    Group all = new Group(List.of(alice, carol));

    loop.deliver(all, json("a"));
    loop.deliver(all, OutboundMessage.encoded(Map.of("messagepack", new byte[] {1})));
    fake.runAll();

    alice.link().assertWritten("a");
    carol.link().assertWrittenHex("01");
    assertThat(settings.counters().droppedNotEncoded()).isEqualTo(2);
  }

  /** Has no end, so it cannot be encoded. */
  public static final class Unspeakable {
    /** Returns the same again. */
    public Unspeakable getSelf() {
      return this;
    }
  }

  @Test
  void aMessageThatCannotBeEncodedForOneMemberReachesTheOthers() {
    TestClient carol = connect("carol", "messagepack");
    OutboundMessage message =
        OutboundMessage.of(InvocationMessage.send("x", Payload.of(new Unspeakable())));

    loop.deliver(new Group(List.of(carol, alice)), message);
    loop.deliver(new Group(List.of(carol, alice)), json("next"));
    fake.runAll();

    alice.link().assertWritten("next");
    assertThat(settings.counters().droppedNotEncoded()).isEqualTo(3);
  }

  @Test
  void aConnectionThatCannotBeWrittenToEndsAndTheOthersGoOn() {
    loop.deliver(group, json("a"));
    loop.execute(() -> fake.outOfMemory(true));
    loop.execute(() -> alice.connection().write(batchOf("b")));

    fake.runAll();

    bob.link().assertWritten("a");
    alice.assertTold("over");
    alice.assertTold("ended: no memory, says the test");
    alice.link().assertDone("abort");
    fake.outOfMemory(false);
    loop.deliver(group, json("c"));
    fake.runAll();
    bob.link().assertWritten("c");
  }

  private OutboundBatch batchOf(String text) {
    OutboundBatch batch = new OutboundBatch(fake);
    batch.add(json(text));
    return batch;
  }

  // The bound of the queue.

  private static final int OVERHEAD = 64;

  private OutboundMessage weighing(int bytes) {
    return json("x".repeat(bytes - OVERHEAD));
  }

  private Audience nobody() {
    return batch -> {};
  }

  @Test
  void isFullAtItsBoundAndNotBelow() {
    loop.deliver(nobody(), weighing(999));
    assertThat(loop.isFull()).isFalse();

    loop.deliver(nobody(), weighing(65));
    assertThat(loop.isFull()).isTrue();

    fake.runAll();
    assertThat(loop.isFull()).isFalse();
  }

  @Test
  void hasRoomUpToAQuarterOfItsBound() {
    loop.deliver(nobody(), weighing(250));
    assertThat(loop.whenRoom()).isDone();

    loop.deliver(nobody(), weighing(65));
    CompletableFuture<Void> room = loop.whenRoom();
    CompletableFuture<Void> more = loop.whenRoom();
    assertThat(room).isNotDone();

    fake.runAll();
    assertThat(room).isDone();
    assertThat(more).isDone();
  }

  @Test
  void hasNoRoomWhileMoreCameInItsTurn() {
    loop.deliver(nobody(), weighing(300));
    CompletableFuture<Void> room = loop.whenRoom();
    loop.execute(() -> loop.deliver(nobody(), weighing(300)));
    loop.execute(() -> loop.execute(() -> done.add("second turn: " + room.isDone())));

    fake.runAll();

    assertDone("second turn: false");
    assertThat(room).isDone();
  }

  @Test
  void codeThatUsesTheLoopForTooLongIsToldOfWhileItDoes() {
    List<Duration> told = new ArrayList<>();
    Duration grace = Duration.ofMillis(10);
    loop.lookAtUse();
    loop.beginUse(new LoopUse(loop.now(), grace, told::add));
    fake.advance(grace);
    loop.lookAtUse();
    assertThat(told).as("within the bound").isEmpty();

    fake.advance(Duration.ofMillis(1));
    loop.lookAtUse();
    assertThat(told).containsExactly(Duration.ofMillis(11));

    loop.endUse();
    assertThat(told).as("once more, with all that it took").hasSize(2);
    loop.lookAtUse();
    assertThat(told).hasSize(2);
  }

  @Test
  void codeThatTookNoLongerThanItMayIsNotToldOf() {
    List<Duration> told = new ArrayList<>();
    loop.beginUse(new LoopUse(loop.now(), Duration.ofMillis(10), told::add));
    fake.advance(Duration.ofMillis(10));

    loop.endUse();

    assertThat(told).isEmpty();
  }
}
