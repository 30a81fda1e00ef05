package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.redis.fault.Publication.Outcome;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.RespClient.RedisError;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis is killed, stopped, loading, or not there yet. */
@ExtendWith(LogsOnFailure.class)
class OutageIT {
  private static Load load(RedisServer redis, Load.Settings settings) {
    return Load.start(settings, FastNodes.node(redis.address()), FastNodes.node(redis.address()));
  }

  @Test
  void refusesAtOnceWhileRedisIsKilledAndGoesOnWhenItIsBack() {
    try (RedisServer redis = RedisServer.started();
        Load load = load(redis, Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE))) {
      redis.kill();
      load.awaitDown();
      load.goOn(500);
      redis.restart();
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isGreaterThan(900);
    }
  }

  @Test
  void isHonestThroughSeveralKillsInARow() {
    try (RedisServer redis = RedisServer.started();
        Load load = load(redis, Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE))) {
      for (int i = 0; i < 3; i++) {
        redis.kill();
        load.goOn(20);
        redis.restart();
        load.assertFlowsWithin(FastNodes.RECOVERY);
      }

      load.assertHonest();
    }
  }

  @Test
  void noticesAFrozenRedisAndDeliversNothingThatItRefused() {
    try (RedisServer redis = RedisServer.started();
        Load load = load(redis, Load.Settings.noticing(FastNodes.NOTICED_BY_PROBE))) {
      redis.freeze();
      load.awaitDown();
      load.goOn(600);
      redis.thaw();
      load.assertFlowsWithin(FastNodes.RECOVERY_FROM_SILENCE);

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isGreaterThan(900);
      assertThat(load.count(Outcome.UNKNOWN)).isPositive();
    }
  }

  @Test
  void sitsOutARedisThatIsFrozenForLessThanAProbe() {
    try (RedisServer redis = RedisServer.started();
        Load load = load(redis, Load.Settings.noticing(FastNodes.NOTICED_BY_PROBE))) {
      redis.freeze();
      load.goOn(20);
      redis.thaw();
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isZero();
      assertThat(load.count(Outcome.UNKNOWN)).isZero();
    }
  }

  @Test
  void treatsARedisThatIsLoadingAsDown() {
    try (RedisServer redis =
            RedisServer.started(
                "key-load-delay 400", "loading-process-events-interval-bytes 1024");
        Load load = load(redis, Load.Settings.noticing(FastNodes.NOTICED_AT_ONCE))) {
      redis.command("DEBUG", "POPULATE", "10000");
      redis.command("SAVE");
      redis.kill();
      redis.launch();
      await().ignoreExceptionsInstanceOf(UncheckedIOException.class).until(() -> isLoading(redis));
      load.awaitDown();
      load.goOn(200);
      assertThat(isLoading(redis)).as("still loading").isTrue();
      await().until(() -> !isLoading(redis));
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.count(Outcome.REFUSED)).isGreaterThan(300);
    }
  }

  private static boolean isLoading(RedisServer redis) {
    try {
      redis.command("PING");
      return false;
    } catch (RedisError e) {
      return true;
    }
  }

  @Test
  void startsWithoutRedisAndJoinsWhenItComes() {
    try (RedisServer redis = RedisServer.builder().prepare();
        Load load =
            FastNodes.prepared(FastNodes.NOTICED_AT_ONCE, redis.address(), redis.address())) {
      load.join();
      load.publish();
      load.goOn(400);
      assertThat(load.node(0).backplane().health().state()).isEqualTo(State.STARTING);
      assertThat(load.count(Outcome.REFUSED)).isGreaterThanOrEqualTo(800);
      redis.start();
      load.assertFlowsWithin(FastNodes.RECOVERY);

      load.assertHonest();
      assertThat(load.count(Outcome.UNKNOWN)).isZero();
      assertThat(load.node(0).outages()).isZero();
    }
  }
}
