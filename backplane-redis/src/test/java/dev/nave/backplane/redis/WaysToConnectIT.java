package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.ReceiverCount;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.tck.TestNode;
import io.netty.channel.epoll.Epoll;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to reach a Redis that a connection string can name. */
@ExtendWith(LogsOnFailure.class)
class WaysToConnectIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static RedisServer redis;

  private final Queue<TestNode> nodes = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() {
    redis =
        RedisServer.builder()
            .tls()
            .unixSocket()
            .config(
                "user app on >se,cret resetchannels &app:* -@all +publish +subscribe +unsubscribe"
                    + " +pubsub +ping +client|setname +select +info")
            .start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void close() {
    nodes.forEach(node -> node.backplane().close());
  }

  private TestNode join(String connectionString) {
    TestNode node = new TestNode(RedisBackplane.create(connectionString), PATIENCE);
    nodes.add(node);
    node.start();
    node.assertNextEvent(BackplaneEvent.Connected.class);
    return node;
  }

  /** Two nodes hear one another, and Redis counts them. */
  private void assertWorks(String connectionString) {
    TestNode alice = join(connectionString);
    TestNode bob = join(connectionString);
    List<String> topics = IntStream.range(0, 700).mapToObj(i -> "topic " + i).toList();
    topics.forEach(topic -> assertThat(bob.backplane().subscribe(topic)).isNotNull());
    alice.subscribe("chat");
    bob.subscribe("chat");
    bob.subscribe("topic 699");
    ReceiverCount count = alice.backplane().capability(ReceiverCount.class).orElseThrow();

    Receipt receipt = alice.publish("chat", "hello");

    assertThat(receipt.receivers()).hasValue(2);
    bob.assertNext("chat=hello");
    alice.assertNext("chat=hello");
    assertThat(alice.await(count.receivers("topic 699"))).isEqualTo(OptionalLong.of(1));
    assertThat(alice.await(count.receivers("unused"))).isEqualTo(OptionalLong.of(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "resp2", "resp3"})
  void speaksEachVersionOfTheProtocol(String protocol) {
    assertWorks(redis.address() + ",channelPrefix=" + protocol + ":,protocol=" + protocol);
  }

  @Test
  void reachesAServerByTls() {
    String tls = "127.0.0.1:" + redis.tlsPort() + ",ssl=true,trustStore=" + redis.certificate();

    assertWorks(tls + ",channelPrefix=tls:");
    assertWorks(tls + ",channelPrefix=tls2:,sslHost=localhost");
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() {
    assertFailsToStart("127.0.0.1:" + redis.tlsPort() + ",ssl=true,abortConnect=true")
        .hasStackTraceContaining("unable to find valid certification path");
  }

  @Test
  void reachesAServerByItsUnixSocket() {
    assumeTrue(Epoll.isAvailable(), "Unix sockets need a native transport of Netty's");

    assertWorks("unix:" + redis.unixSocket() + ",channelPrefix=unix:");
  }

  @Test
  void needsOfAUserNoMorePermissionsThanTheDocumentationSays() {
    assertWorks(redis.address() + ",user=app,password=\"se,cret\",channelPrefix=app:");
  }

  @Test
  void tellsAWrongPasswordAtOnceAndWithoutShowingIt() {
    assertFailsToStart(redis.address() + ",user=app,password=guessed,abortConnect=true")
        .hasStackTraceContaining("WRONGPASS")
        .hasMessageNotContaining("guessed");
  }

  @Test
  void showsItsNameToRedis() {
    join(redis.address() + ",name=shop-server");

    assertThat(redis.text("CLIENT", "LIST")).contains("name=shop-server");
  }

  @Test
  void hearsNothingOfOthersWithAnotherPrefix() {
    TestNode one = join(redis.address() + ",channelPrefix=one:");
    TestNode two = join(redis.address() + ",channelPrefix=two:");
    TestNode star = join(redis.address() + ",channelPrefix=*");
    List.of(one, two, star).forEach(node -> node.subscribe("chat"));

    one.publish("chat", "for one");
    two.publish("chat", "for two");
    star.publish("chat", "for star");

    one.assertNext("chat=for one");
    two.assertNext("chat=for two");
    star.assertNext("chat=for star");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertFailsToStart(
      String connectionString) {
    TestNode node = new TestNode(RedisBackplane.create(connectionString), PATIENCE);
    nodes.add(node);
    return assertThatThrownBy(
        () ->
            node.startUnawaited()
                .toCompletableFuture()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
  }
}
