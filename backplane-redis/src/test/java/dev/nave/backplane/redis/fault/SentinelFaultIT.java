package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisSentinels;
import dev.nave.backplane.redis.testkit.RedisSentinels.Node;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The master changes: as asked for, because it died, or without any notice. */
@ExtendWith(LogsOnFailure.class)
class SentinelFaultIT {
  /** How often the nodes ask the Sentinels. */
  private static final Duration TOPOLOGY_CHECK = Duration.ofSeconds(1);

  private RedisSentinels sentinels;
  private Load load;

  @BeforeEach
  void open() {
    sentinels = RedisSentinels.start(1);
    // One node may have moved to the new master already, and the other not yet looked.
    Duration noticedAfter = TOPOLOGY_CHECK.plus(FastNodes.NOTICED_BY_PROBE);
    load = FastNodes.load(noticedAfter, sentinels.connectionString(), sentinels.connectionString());
  }

  @AfterEach
  void close() {
    load.close();
    sentinels.close();
  }

  @Test
  void followsTheMasterThreeTimesThoughItsFirstCallIsRefused() {
    sentinels.setDownAfter(Duration.ofSeconds(30)); // Refused too, they must not think it dead.
    for (int i = 0; i < 3; i++) {
      Node last = sentinels.master();
      Node next = sentinels.replicas().get(0);
      long before = load.node(0).outages();

      sentinels.beginFailover();
      next.proxy().refuse(); // The Sentinels are connected already, and stay so.
      assertThat(sentinels.awaitFailover(last)).isEqualTo(next);
      load.awaitOutage(load.node(0), before);
      load.goOn(200);
      next.proxy().accept();
      load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);

      assertThat(next.server().subscribers("hub:all")).isEqualTo(2);
      sentinels.awaitReady();
    }

    load.assertHonest();
  }

  @Test
  void findsTheNewMasterWhenTheOldOneWasKilled() {
    Node before = sentinels.master();

    before.server().kill();
    load.awaitDown();
    Node after = sentinels.awaitMasterOtherThan(before);
    load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);

    assertThat(after.server().subscribers("hub:all")).isEqualTo(2);
    load.assertHonest();
  }

  @Test
  void findsTheNewMasterWhenTheOldOneIsFrozenAndDoesNotReturnToIt() {
    Node before = sentinels.master();

    before.server().freeze();
    load.awaitDown();
    Node after = sentinels.awaitMasterOtherThan(before);
    load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);
    before.server().thaw();
    load.goOn(200);

    assertThat(after.server().subscribers("hub:all")).isEqualTo(2);
    load.assertHonest();
  }

  @Test
  void leavesAMasterThatIsHealthyButForgotten() {
    Node before = sentinels.master();
    Node promoted = sentinels.replicas().get(0);

    sentinels.nameMaster(promoted);
    await("both nodes at the new master")
        .atMost(TOPOLOGY_CHECK.plus(FastNodes.RECOVERY_FROM_SILENCE))
        .until(() -> promoted.server().subscribers("hub:all") == 2);
    load.assertFlowsWithin(FastNodes.RECOVERY);

    assertThat(before.role()).isEqualTo("master");
    assertThat(before.server().subscribers("hub:all")).isZero();
    load.assertHonest();
  }

  @Test
  void isNotTakenInByAReplicaThatIsNamedAsMaster() {
    Node master = sentinels.master();
    Node replica = sentinels.replicas().get(0);

    // The Sentinels are wrong for as long as it follows; it would take publications and lose them.
    sentinels.monitor(replica);
    load.goOn(600);
    assertThat(replica.server().subscribers("hub:all")).isZero();
    sentinels.monitor(master);
    load.assertFlowsWithin(TOPOLOGY_CHECK.plus(FastNodes.RECOVERY_FROM_SILENCE));

    load.assertHonest();
  }

  @Test
  void goesOnWithoutSentinels() {
    sentinels.sentinels().forEach(sentinel -> sentinel.kill());
    load.goOn(600);

    assertThat(load.node(0).outages()).isZero();
    load.assertHonest();
  }
}
