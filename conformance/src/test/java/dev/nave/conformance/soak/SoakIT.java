package dev.nave.conformance.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two servers, between which Redis is restarted again and again, while clients come and go over all
 * transports and in every way. Afterwards all is as it was. {@code docs/testing.md} says how to run
 * it for longer.
 */
class SoakIT {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("nave.soakSeconds", 30));
  private static final Duration BETWEEN_RESTARTS =
      Duration.ofSeconds(Integer.getInteger("nave.soakRestartSeconds", 10));

  /** What a client that has vanished leaves behind ends after seconds; threads after a minute. */
  private static final Duration TO_REST = Duration.ofMinutes(2);

  private static final String LEAKED_ON_PURPOSE = "leaked on purpose";
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  private static ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();

  @BeforeAll
  static void lookAtEachBuffer() {
    levelBefore = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((resource, records) -> LEAKS.add(resource + records));
  }

  @AfterAll
  static void lookAtFewBuffers() {
    ResourceLeakDetector.setLevel(levelBefore);
  }

  @Test
  void nothingIsLeftOfClientsThatCameAndWent() throws Exception {
    try (RedisServer redis = RedisServer.started();
        SoakServer first = new SoakServer(redis.address());
        SoakServer second = new SoakServer(redis.address())) {
      List<SoakServer> servers = List.of(first, second);
      for (Ending way : Ending.values()) { // What is made at first use is made now.
        for (SoakServer server : servers) {
          way.on(server.port(), "first", "first");
        }
      }
      redis.restart();
      awaitLink(servers);
      awaitNoConnections(servers, redis);
      Inventory before = Inventory.of(servers, redis);

      Churn churn = new Churn(servers, 1);
      try (churn) {
        for (long left = LENGTH.dividedBy(BETWEEN_RESTARTS); left > 0; left--) {
          pause(BETWEEN_RESTARTS);
          redis.restart();
        }
      }

      System.out.println("came and went: " + churn.done());
      System.out.println("did not get that far: " + churn.refused() + " " + churn.failures());
      assertThat(churn.done()).allSatisfy((way, times) -> assertThat(times).isPositive());
      awaitLink(servers);
      Inventory[] after = {before};
      await()
          .atMost(TO_REST)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                after[0] = Inventory.of(servers, redis);
                assertThat(after[0].beyond(before)).isEmpty();
              });
      System.out.println("before: " + before);
      System.out.println("after:  " + after[0]);
      assertNoBufferLeaked();
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
  }

  private static void awaitLink(List<SoakServer> servers) {
    await().atMost(TO_REST).until(() -> servers.stream().allMatch(SoakServer::isLinked));
  }

  private static void awaitNoConnections(List<SoakServer> servers, RedisServer redis) {
    await()
        .atMost(TO_REST)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> Inventory.of(servers, redis).isAtRest());
  }

  /** A buffer is leaked on purpose, to know when the garbage collector has been through. */
  private static void assertNoBufferLeaked() {
    leakOnPurpose();
    await()
        .atMost(TO_REST)
        .until(
            () -> {
              System.gc();
              ByteBufAllocator.DEFAULT.directBuffer(1).release(); // Makes the detector look.
              return LEAKS.stream().anyMatch(leak -> leak.contains(LEAKED_ON_PURPOSE));
            });
    assertThat(LEAKS).allMatch(leak -> leak.contains(LEAKED_ON_PURPOSE));
  }

  private static void leakOnPurpose() {
    ByteBuf canary = ByteBufAllocator.DEFAULT.directBuffer(1);
    canary.touch(LEAKED_ON_PURPOSE);
  }
}
