package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.BreakableBackplane;
import dev.nave.backplane.tck.BreakableBackplane.PublishOutcome;
import dev.nave.backplane.tck.TestNode;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two servers over a network, and what they say about it. */
class AccountingTest {
  private final InMemoryCluster cluster = new InMemoryCluster();
  private final BlockingQueue<BackplaneReport> reports = new LinkedBlockingQueue<>();
  private final BreakableBackplane oneLink =
      new BreakableBackplane(new SpyBackplane(cluster, SpyBackplane.Wire.BYTES));
  private final BreakableBackplane twoLink =
      new BreakableBackplane(new SpyBackplane(cluster, SpyBackplane.Wire.BYTES));
  private final HubTester one = tester(oneLink);
  private final HubTester two = tester(twoLink);

  public static class AnyHub extends Hub {}

  private HubTester tester(BreakableBackplane backplane) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .backplane(backplane)
                .serverOptions(options -> options.announceInterval(Duration.ofMillis(200)))
                .backplaneListener(reports::add)
                .hub("/hub", AnyHub.class, AnyHub::new));
  }

  private static CompletableFuture<Void> sendToAll(HubTester from) {
    return from.server().hubContext(AnyHub.class).clients().all().send("hello");
  }

  private TestNode refusal() {
    TestNode refusal = new TestNode(cluster.newNode(), Duration.ofSeconds(20));
    refusal.start();
    return refusal;
  }

  private <R extends BackplaneReport> R next(Class<R> type) throws InterruptedException {
    while (true) {
      BackplaneReport report = reports.poll(20, TimeUnit.SECONDS);
      assertThat(report).as("a report of %s", type).isNotNull();
      if (type.isInstance(report)) {
        return type.cast(report);
      }
    }
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void countsWhatBecomesOfEachPublication() {
    sendToAll(one).join();
    oneLink.publishOutcome(PublishOutcome.REFUSED);
    assertThat(sendToAll(one)).isCompletedExceptionally();
    oneLink.publishOutcome(PublishOutcome.UNKNOWN_SENT);
    assertThat(sendToAll(one)).isCompletedExceptionally();
    oneLink.publishOutcome(PublishOutcome.ACCEPTED);

    HubCounters sender = one.server().counters();
    assertThat(sender.published()).isEqualTo(3);
    assertThat(sender.delivered()).isEqualTo(1);
    assertThat(sender.refused()).containsExactly(Map.entry(RefusalReason.OVERLOADED, 1L));
    assertThat(sender.unknown()).isEqualTo(1);
    assertThat(sender.received()).isEqualTo(2);
    HubCounters receiver = two.server().counters(AnyHub.class.getName());
    assertThat(receiver.published()).isZero();
    assertThat(receiver.received()).isEqualTo(2);
    assertThat(receiver.untracked()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> one.server().counters("Nobody"));
  }

  @Test
  void aDirectSendIsNoPublication() {
    TestClient ann = one.connect("ann");

    one.server().hubContext(AnyHub.class).clients().client(ann.connectionId()).send("hi").join();

    ann.expect("hi");
    assertThat(one.server().counters().published()).isZero();
  }

  @Test
  void anOutageIsReportedWithWhatItCost() throws Exception {
    sendToAll(one).join();
    await().until(() -> two.server().counters().received() == 1);
    IOException cut = new IOException("a test cut the link");
    twoLink.disconnect(cut);
    assertThat(next(BackplaneReport.Disconnected.class).cause()).isSameAs(cut);
    for (int i = 0; i < 5; i++) {
      sendToAll(one).join();
    }
    assertThat(sendToAll(two)).isCompletedExceptionally();

    twoLink.reconnect().toCompletableFuture().join();

    BackplaneReport.Restored restored = next(BackplaneReport.Restored.class);
    assertThat(restored.refused()).isEqualTo(1);
    assertThat(restored.unknown()).isZero();
    assertThat(restored.lostByOrigin()).containsExactly(Map.entry(one.server().nodeId(), 5L));
    assertThat(two.server().counters().lost()).isEqualTo(5);
    assertThat(two.server().counters().received()).isEqualTo(1);
    assertThat(one.server().counters().lost()).isZero();
  }

  @Test
  void aPublicationThatNeverGotThroughIsMissedByEverybodyAndReported() throws Exception {
    sendToAll(one).join();
    oneLink.publishOutcome(PublishOutcome.UNKNOWN_NOT_SENT);
    assertThat(sendToAll(one)).isCompletedExceptionally();
    oneLink.publishOutcome(PublishOutcome.ACCEPTED);

    BackplaneReport.Lost lost = next(BackplaneReport.Lost.class);

    String origin = one.server().nodeId();
    assertThat(lost).isEqualTo(new BackplaneReport.Lost(AnyHub.class.getName(), origin, 1));
    assertThat(next(BackplaneReport.Lost.class)).as("of the other server").isEqualTo(lost);
    assertThat(two.server().counters().lostByOrigin()).containsExactly(Map.entry(origin, 1L));
    HubCounters sender = one.server().counters();
    assertThat(sender.received() + sender.lost())
        .isEqualTo(sender.delivered() + sender.unknown())
        .isEqualTo(2);
  }

  @Test
  void whatCannotBeDecodedIsCountedAndSkipped() {
    TestNode refusal = refusal();
    TestClient ann = one.connect("ann");
    for (String topic :
        new String[] {
          "all", "probe", "internal:groups", "user:ann", "connection:" + ann.connectionId()
        }) {
      refusal
          .backplane()
          .publish(AnyHub.class.getName() + ":" + topic, Envelope.of(new byte[] {(byte) 0xC1}))
          .toCompletableFuture()
          .join();
    }

    await().until(() -> one.server().counters().undecodable() == 5);
    sendToAll(two).join();
    ann.expect("hello");
    refusal.backplane().close();
  }

  @Test
  void aMessageWithoutANumberIsReceivedUntracked() {
    TestNode refusal = refusal();

    refusal
        .backplane()
        .publish(
            AnyHub.class.getName() + ":all",
            Envelope.of(new byte[] {(byte) 0x92, (byte) 0x90, (byte) 0x80}))
        .toCompletableFuture()
        .join();

    await().until(() -> one.server().counters().received() == 1);
    assertThat(one.server().counters().untracked()).isEqualTo(1);
    refusal.backplane().close();
  }
}
