package dev.nave.backplane.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.redis.ReconnectPolicy;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.lettuce.LettuceHook;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.tck.TestNode;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to the first connection, and the end of the last. */
@ExtendWith(LogsOnFailure.class)
class ConnectingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NO_SERVER = "127.0.0.1:1";

  private final Queue<RedisEvent> events = new ConcurrentLinkedQueue<>();

  private static TestNode node(RedisOptions.Builder options) {
    return new TestNode(RedisBackplane.create(options.build()), PATIENCE);
  }

  private RedisOptions.Builder options(String connectionString) {
    return RedisOptions.builder(connectionString).listener(events::add);
  }

  private long attempts() {
    return events.stream().filter(RedisEvent.Attempt.class::isInstance).count();
  }

  static Stream<String> waysToConnect() {
    return Stream.of(
            "",
            ",serviceName=main",
            ",topology=cluster,pubSub=classic",
            ",topology=cluster,pubSub=sharded")
        .map(end -> NO_SERVER + end);
  }

  @ParameterizedTest
  @MethodSource("waysToConnect")
  void keepsToThePaceOfThePolicyWhereverItConnectsTo(String connectionString) {
    Duration pace = Duration.ofMillis(300);
    TestNode node = node(options(connectionString).reconnectPolicy(ReconnectPolicy.linear(pace)));
    long begin = System.nanoTime();
    assertThat(node.startUnawaited()).isNotNull();

    await().atMost(PATIENCE).until(() -> attempts() >= 5); // The first comes at once.
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    node.backplane().close();

    assertThat(took).isGreaterThanOrEqualTo(pace.multipliedBy(3));
  }

  @ParameterizedTest
  @MethodSource("waysToConnect")
  void failsTheAttemptWhenAHookThrows(String connectionString) {
    LettuceHook broken =
        new LettuceHook() {
          @Override
          public void uri(RedisURI uri) {
            throw new IllegalStateException("thrown by a test");
          }
        };
    TestNode node =
        node(
            options(connectionString)
                .lettuce(broken)
                .abortConnect(true)
                .connectRetry(3)
                .reconnectPolicy(ReconnectPolicy.linear(Duration.ofMillis(50))));

    assertThatThrownBy(
            () ->
                node.startUnawaited()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .hasStackTraceContaining("cannot connect to Redis, attempt 3: ")
        .hasStackTraceContaining("thrown by a test");
    assertThat(node.backplane().health().state()).isEqualTo(State.CLOSED);
  }

  @ParameterizedTest
  @MethodSource("waysToConnect")
  void theStartFailsWithItsOwnExceptionOffTheEventLoops(String connectionString) {
    TestNode node = node(options(connectionString).abortConnect(true).connectRetry(1));
    CompletableFuture<String> thread = new CompletableFuture<>();
    CompletionStage<Void> start = node.startUnawaited();
    var unusedStage =
        start.whenComplete((none, failure) -> thread.complete(Thread.currentThread().getName()));

    node.awaitFailure(start, BackplaneUnavailableException.class);
    assertThat(thread.join()).doesNotContain("lettuce", "netty");
  }

  @Test
  void theStartCompletesOffTheEventLoops() {
    try (RedisServer redis = RedisServer.started()) {
      TestNode node = node(options(redis.address()));
      CompletableFuture<String> thread = new CompletableFuture<>();
      CompletionStage<Void> start = node.startUnawaited();
      var unusedStage =
          start.whenComplete((none, failure) -> thread.complete(Thread.currentThread().getName()));
      node.await(start);
      node.backplane().close();

      assertThat(thread.join()).doesNotContain("lettuce", "netty");
    }
  }

  @Test
  void usesTheThreadsThatTheApplicationSupplies() throws Exception {
    AtomicInteger allocated = new AtomicInteger();
    DefaultEventLoopGroupProvider loops =
        new DefaultEventLoopGroupProvider(2) {
          @Override
          public <T extends EventLoopGroup> T allocate(Class<T> type) {
            allocated.incrementAndGet();
            return super.allocate(type);
          }
        };
    ClientResources resources =
        DefaultClientResources.builder().eventLoopGroupProvider(loops).build();
    LettuceHook shared =
        new LettuceHook() {
          @Override
          public ClientResources clientResources() {
            return resources;
          }
        };
    try (RedisServer redis = RedisServer.started()) {
      TestNode node = node(options(redis.address()).lettuce(shared));
      node.start();
      node.backplane().close();

      assertThat(allocated).hasPositiveValue();
      assertThat(resources.eventExecutorGroup().isShuttingDown()).isFalse();
    } finally {
      resources.shutdown(0, 5, TimeUnit.SECONDS).get();
      loops.shutdown(0, 5, TimeUnit.SECONDS).get();
    }
  }

  @Test
  void closesWhileItLosesItsConnections() {
    try (RedisServer redis = RedisServer.started()) {
      for (int round = 0; round < 5; round++) {
        TestNode node = node(options(redis.address()));
        node.start();
        Backplane backplane = node.backplane();
        for (int i = 0; i < 5_000; i++) {
          assertThat(backplane.subscribe("topic " + i)).isNotNull();
        }
        redis.command("CLIENT", "KILL", "TYPE", "pubsub");
        backplane.close();

        await().atMost(PATIENCE).until(() -> backplane.health().desiredSubscriptions() == 0);
        assertThat(backplane.health().confirmedSubscriptions()).isZero();
      }
    }
  }
}
