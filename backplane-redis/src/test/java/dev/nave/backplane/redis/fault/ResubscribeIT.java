package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis drops subscribers, and does so again before they are subscribed anew. */
@ExtendWith(LogsOnFailure.class)
class ResubscribeIT {
  private static final List<String> MANY =
      IntStream.range(0, 10_000).mapToObj(i -> "hub:group:" + i).toList();

  private RedisServer redis;
  private TcpProxy proxy;
  private Load load;

  @BeforeEach
  void open() {
    redis = RedisServer.started("client-output-buffer-limit pubsub 256kb 0 0");
    proxy = TcpProxy.before(redis);
    load = FastNodes.load(FastNodes.NOTICED_AT_ONCE, redis.address(), proxy.address());
  }

  @AfterEach
  void close() {
    load.close();
    proxy.close();
    redis.close();
  }

  private void killSubscribers() {
    redis.command("CLIENT", "KILL", "TYPE", "pubsub");
  }

  /** Returns to how many channels each subscriber is subscribed. */
  private List<Integer> subscriptions() {
    return redis
        .text("CLIENT", "LIST", "TYPE", "pubsub")
        .lines()
        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
        .filter(word -> word.startsWith("sub="))
        .map(word -> Integer.valueOf(word.substring(4)))
        .toList();
  }

  @Test
  void subscribesAnewWheneverRedisDropsItsSubscribers() {
    for (int i = 0; i < 5; i++) {
      long before = load.node(1).outages();
      killSubscribers();
      load.awaitOutage(load.node(1), before);
      load.assertFlowsWithin(FastNodes.RECOVERY);
    }

    load.assertHonest();
  }

  @Test
  void completesTenThousandSubscriptionsThoughItIsDroppedAmongThem() {
    load.subscribeToo(MANY);
    int complete = subscriptions().stream().mapToInt(each -> each).max().orElseThrow();
    proxy.throttle(250_000); // The second node needs more than a second for its subscriptions.

    killSubscribers();
    for (int i = 0; i < 3; i++) {
      await("a node among its subscriptions")
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(
              () -> subscriptions().stream().anyMatch(each -> each > 500 && each < complete - 500));
      killSubscribers();
    }
    proxy.heal();
    load.assertFlowsWithin(FastNodes.RECOVERY);

    load.assertHonest();
    assertThat(load.node(1).backplane().health().confirmedSubscriptions())
        .isEqualTo(MANY.size() + 4);
    assertThat(subscriptions()).containsExactly(complete, complete);
  }

  @Test
  void isDroppedByABurstThatRedisCannotHoldAndSaysSo() {
    Envelope tooMuch = Envelope.of(new byte[300_000]);
    for (int i = 0; i < 3; i++) {
      long before = load.node(1).outages();
      // Accepted, but Redis drops whom it is for, the sender included, and the envelope with them.
      assertThat(load.node(0).backplane().publish("hub:all", tooMuch)).isNotNull();
      load.awaitOutage(load.node(1), before);
      load.assertFlowsWithin(FastNodes.RECOVERY);
    }

    load.assertHonest();
    assertThat(redis.log()).contains("overcoming of output buffer limits");
  }
}
