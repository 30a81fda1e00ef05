package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.fault.Publication.Outcome;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The network is slow, narrow, or breaks connections in the middle of a message. */
@ExtendWith(LogsOnFailure.class)
class SlowNetworkIT {
  private RedisServer redis;
  private TcpProxy proxy;

  @BeforeEach
  void open() {
    redis = RedisServer.started();
    proxy = TcpProxy.before(redis);
  }

  @AfterEach
  void close() {
    proxy.close();
    redis.close();
  }

  /** Starts a load in which the second node has the proxy before it. */
  private Load load(Load.Settings settings) {
    return Load.start(settings, FastNodes.node(redis.address()), FastNodes.node(proxy.address()));
  }

  private void assertNothingIsLostThrough(Runnable fault) {
    try (Load load = load(Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE))) {
      fault.run();
      load.goOn(400);
      proxy.heal();
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isZero();
      assertThat(load.count(Outcome.UNKNOWN)).isZero();
      assertThat(load.node(1).outages()).isZero();
    }
  }

  @Test
  void standsLatencyAndJitter() {
    assertNothingIsLostThrough(() -> proxy.delay(Duration.ofMillis(150), Duration.ofMillis(100)));
  }

  @Test
  void standsPacketsOfAFewBytes() {
    assertNothingIsLostThrough(() -> proxy.slice(7));
  }

  @Test
  void answersInTimeOnALinkThatIsTooNarrow() {
    // What waits on the connection is late by up to this long when the node gives the connection
    // up.
    try (Load load = load(Load.Settings.noticing(Duration.ofSeconds(10)))) {
      proxy.throttle(20_000);
      load.awaitOutage(load.node(1), 0);
      load.goOn(400);
      proxy.heal();
      load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);

      load.assertHonest();
      assertThat(load.count(Outcome.UNKNOWN) + load.count(Outcome.REFUSED)).isPositive();
      assertThat(load.node(0).outages()).isZero();
    }
  }

  @Test
  void isDroppedByRedisWhenItReadsTooSlowlyAndSaysSo() {
    redis.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 1mb 0 0");
    // What is on the way to it when Redis gives up arrives late, but before the node notices.
    Load.Settings settings = Load.Settings.noticing(Duration.ofSeconds(20)).paddedWith(20_000);
    try (Load load = load(settings)) {
      load.mute(load.node(1));
      proxy.throttle(500_000);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> redis.log().contains("overcoming of output buffer limits"));
      proxy.heal();
      load.awaitOutage(load.node(1), 0);
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.node(0).outages()).isZero();
    }
  }

  @Test
  void isHonestWhenConnectionsEndWithinAMessage() {
    try (Load load = load(Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE))) {
      proxy.closeAfter(30_000);
      load.awaitOutage(load.node(1), 2);
      proxy.heal();
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.node(0).outages()).isZero();
    }
  }

  @Test
  void isHonestWhenItHearsLateThatAConnectionWasClosed() {
    try (Load load = load(Load.Settings.noticing(FastNodes.NOTICED_BY_PROBE))) {
      proxy.closeSlowly(Duration.ofSeconds(5));
      redis.command("CLIENT", "KILL", "TYPE", "normal");
      redis.command("CLIENT", "KILL", "TYPE", "pubsub");
      load.awaitOutage(load.node(1), 0);
      load.assertFlowsWithin(FastNodes.RECOVERY);
      proxy.heal();

      load.assertHonest();
    }
  }
}
