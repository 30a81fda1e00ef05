package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.fault.Publication.Outcome;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.Namespace;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The network loses packets, resets connections, or leaves them half open. */
@ExtendWith(LogsOnFailure.class)
class PartitionIT {
  private static void assertHonestThrough(
      Consumer<Namespace> fault, Duration noticedAfter, Duration recovery) {
    try (Namespace namespace = Namespace.create();
        RedisServer redis = RedisServer.builder().in(namespace).start();
        Load load = FastNodes.load(noticedAfter, redis.address(), redis.address())) {
      fault.accept(namespace);
      load.awaitDown();
      load.goOn(500);
      namespace.heal();
      load.assertFlowsWithin(recovery);

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isGreaterThan(600);
    }
  }

  @Test
  void isHonestWhenPacketsAreLostBothWays() {
    assertHonestThrough(
        Namespace::dropAll, FastNodes.NOTICED_BY_PROBE, FastNodes.RECOVERY_FROM_SILENCE);
  }

  @Test
  void isHonestWhenPacketsToRedisAreLost() {
    assertHonestThrough(
        Namespace::dropIn, FastNodes.NOTICED_BY_PROBE, FastNodes.RECOVERY_FROM_SILENCE);
  }

  @Test
  void isHonestWhenPacketsFromRedisAreLost() {
    assertHonestThrough(
        Namespace::dropOut, FastNodes.NOTICED_BY_PROBE, FastNodes.RECOVERY_FROM_SILENCE);
  }

  @Test
  void isHonestWhenConnectionsAreReset() {
    assertHonestThrough(Namespace::reject, FastNodes.NOTICED_AT_ONCE, FastNodes.RECOVERY);
  }

  @Test
  void startsBehindAPartitionAndJoinsWhenThatEnds() {
    try (Namespace namespace = Namespace.create();
        RedisServer redis = RedisServer.builder().in(namespace).start();
        Load load =
            FastNodes.prepared(FastNodes.NOTICED_BY_PROBE, redis.address(), redis.address())) {
      namespace.dropAll();
      load.join();
      load.publish();
      load.goOn(400);
      assertThat(load.node(0).backplane().health().state()).isEqualTo(State.STARTING);
      namespace.heal();
      load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);

      load.assertHonest();
      assertThat(load.count(Outcome.UNKNOWN)).isZero();
    }
  }

  @Test
  void isHonestWhenConnectionsAreCutAgainAndAgain() {
    try (RedisServer redis = RedisServer.started();
        TcpProxy proxy = TcpProxy.before(redis);
        Load load = FastNodes.load(FastNodes.NOTICED_AT_ONCE, proxy.address(), proxy.address())) {
      for (int i = 0; i < 5; i++) {
        long before = load.node(0).outages();
        proxy.cut();
        load.awaitOutage(load.node(0), before);
        load.assertFlowsWithin(FastNodes.RECOVERY);
      }

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isPositive();
    }
  }

  @Test
  void leavesAHalfOpenConnectionWithinTwoProbesAtTheReceiver() {
    try (RedisServer redis = RedisServer.started();
        TcpProxy proxy = TcpProxy.before(redis);
        Load load = FastNodes.load(FastNodes.NOTICED_BY_PROBE, redis.address(), proxy.address())) {
      proxy.blackhole();
      load.assertFlowsWithin(FastNodes.NOTICED_BY_PROBE.plus(FastNodes.RECOVERY));

      load.assertHonest();
      assertThat(load.node(0).outages()).isZero();
      assertThat(load.node(1).outages()).isEqualTo(1);
    }
  }

  @Test
  void leavesAHalfOpenConnectionWithinTenSecondsByDefaultIfItPublishes() {
    try (RedisServer redis = RedisServer.started();
        TcpProxy proxy = TcpProxy.before(redis);
        Load load = loadWithDefaults(redis, proxy)) {
      proxy.blackhole();
      load.assertFlowsWithin(Duration.ofSeconds(10));

      load.assertHonest();
      assertThat(load.node(1).outages()).isEqualTo(1);
    }
  }

  @Test
  void leavesAHalfOpenConnectionWithinTenSecondsByDefaultIfItOnlyListens() {
    try (RedisServer redis = RedisServer.started();
        TcpProxy proxy = TcpProxy.before(redis);
        Load load = loadWithDefaults(redis, proxy)) {
      load.mute(load.node(1));
      proxy.blackhole();
      load.assertFlowsWithin(Duration.ofSeconds(10));

      load.assertHonest();
      assertThat(load.node(1).outages()).isEqualTo(1);
      assertThat(load.count(Outcome.REFUSED) + load.count(Outcome.UNKNOWN)).isZero();
    }
  }

  private static Load loadWithDefaults(RedisServer redis, TcpProxy proxy) {
    return Load.start(
        Load.Settings.noticing(Duration.ofMillis(5500)), // Two probes.
        RedisBackplane.create(redis.address()),
        RedisBackplane.create(proxy.address()));
  }

  @Test
  void noticesOneDeafDirectionOfOneNode() {
    for (TcpProxy.Direction direction : TcpProxy.Direction.values()) {
      try (RedisServer redis = RedisServer.started();
          TcpProxy proxy = TcpProxy.before(redis);
          Load load =
              FastNodes.load(FastNodes.NOTICED_BY_PROBE, redis.address(), proxy.address())) {
        proxy.pause(direction);
        load.awaitOutage(load.node(1), 0);
        load.goOn(300);
        proxy.resume();
        load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);

        load.assertHonest();
        assertThat(load.node(0).outages()).as("%s", direction).isZero();
      }
    }
  }
}
