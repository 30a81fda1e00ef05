package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.TimedEntry;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of timed entries that one server has removed, and another still remembers. */
@ExtendWith(LogsOnFailure.class)
class TimedEntriesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration RETENTION = Duration.ofSeconds(2);
  private static final Duration DAY = Duration.ofDays(1);
  private static final DirectoryKey ANN = new DirectoryKey("users", "ann");
  private static final String KEY = "nave:dir:{0}:t5:usersann";
  private static final String GENERATION = "nave:dir:{0}:g";

  private final RedisServer redis = RedisServer.started();
  private final List<Node> nodes = new ArrayList<>();

  /** A directory at a connection that can be taken away. */
  private final class Node {
    private final NodeContext context;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisDirectory directory;
    private volatile boolean isCutOff;

    Node() {
      this(RETENTION);
    }

    Node(Duration retention) {
      RedisOptions options =
          RedisOptions.builder()
              .endpoint(RedisEndpoint.of(redis.host(), redis.port()))
              .directoryLease(Duration.ofMillis(600))
              .directoryRenewInterval(Duration.ofMillis(100))
              .build();
      context = NodeContext.of(options, UUID.randomUUID().toString().replace("-", ""));
      connection =
          TimedEntriesIT.await(context.connector().connect(options.endpoints().get(0)))
              .connection();
      directory =
          new RedisDirectory(context, key -> isCutOff ? null : connection, () -> {}, retention);
      directory.start(change -> CompletableFuture.completedFuture(null));
      awaitState(DirectoryHealth.State.UP);
      nodes.add(this);
    }

    void awaitState(DirectoryHealth.State state) {
      TimedEntriesIT.until(() -> directory.health().state() == state);
    }

    List<String> timed() {
      return TimedEntriesIT.await(directory.timed(ANN)).stream().map(TimedEntry::member).toList();
    }

    void put(String member) {
      TimedEntriesIT.await(directory.putTimed(ANN, member, "", DAY));
    }

    void remove(String member) {
      TimedEntriesIT.await(directory.removeTimed(ANN, member));
    }

    void close() {
      TimedEntriesIT.await(directory.close());
      context.connector().close();
      context.coordinator().close();
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).until(condition);
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
    redis.close();
  }

  /** As a failover does that has lost one entry: all servers write again what is not there. */
  private void changeTheServer(String lost) {
    redis.command(
        "EVAL",
        "redis.call('HDEL', KEYS[1], ARGV[1]) redis.call('HSET', KEYS[2], 'run', 'another')",
        "2",
        KEY,
        GENERATION,
        lost);
  }

  /** Waits until a server has written again what it remembers. */
  private void awaitThatItWritesAgain(Node node) {
    until(
        () -> {
          node.put("last");
          changeTheServer("last");
          try {
            Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> redis.number("HEXISTS", KEY, "last") == 1);
            return true;
          } catch (ConditionTimeoutException e) {
            return false; // It had to look first, which of its entries are there.
          }
        });
  }

  @Test
  void markOfARemovalLastsNoLongerThanTheRetention() {
    Node alice = new Node();
    alice.put("board");
    assertThat(redis.number("PTTL", KEY)).isGreaterThan(RETENTION.toMillis());

    alice.remove("board");

    assertThat(redis.number("HLEN", KEY)).isOne();
    assertThat(redis.number("PTTL", KEY)).isBetween(1L, RETENTION.toMillis());
    alice.put("news");
    assertThat(redis.number("PTTL", KEY)).isGreaterThan(RETENTION.toMillis());
    awaitTimedLength(1, alice);
    assertThat(alice.timed()).containsExactly("news");
  }

  private void awaitTimedLength(long length, Node node) {
    until(
        () -> {
          node.timed();
          return redis.number("HLEN", KEY) == length;
        });
  }

  @Test
  void keyHasAtMostAThousandMarks() {
    Node alice = new Node();
    for (int i = 0; i < 1002; i++) {
      redis.command(
          "HSET", KEY, "m" + i, "%016d0".formatted(System.currentTimeMillis() + 600_000 + i));
    }
    alice.put("board");
    assertThat(redis.number("HLEN", KEY)).isEqualTo(1001);
    assertThat(redis.number("HEXISTS", KEY, "m1")).isZero();
    assertThat(redis.number("HEXISTS", KEY, "m2")).isOne();
    assertThat(alice.timed()).containsExactly("board");
  }

  @Test
  void serverThatMissedARemovalDoesNotWriteTheEntryAgainOnceItsMarkIsOver() {
    Node alice = new Node();
    Node bob = new Node();
    alice.put("removed");
    assertThat(bob.timed()).containsExactly("removed");

    alice.remove("removed");
    until(() -> redis.number("EXISTS", KEY) == 0);
    awaitThatItWritesAgain(bob);

    assertThat(alice.timed()).containsExactly("last");
  }

  /** Another server knows both entries when it is cut off. */
  private static void putTwoAndCutOff(Node alice, Node bob) {
    alice.put("removed");
    alice.put("kept");
    assertThat(bob.timed()).hasSize(2);
    bob.isCutOff = true;
    bob.awaitState(DirectoryHealth.State.DOWN);
  }

  @Test
  void serverThatWasAwayForLongerThanAMarkWritesNothingAgainThatWasRemovedMeanwhile() {
    Node alice = new Node();
    Node bob = new Node();
    putTwoAndCutOff(alice, bob);

    alice.remove("removed");
    awaitTimedLength(1, alice);
    changeTheServer("none");
    bob.isCutOff = false;
    bob.awaitState(DirectoryHealth.State.UP);

    awaitThatItWritesAgain(bob);
    assertThat(alice.timed()).containsExactlyInAnyOrder("kept", "last");
  }

  /** It does not wait for its regular look, which is due six hours later. */
  @Test
  void serverThatComesBackLooksAtOnceWhatWasRemovedMeanwhile() {
    Node alice = new Node(DAY);
    Node bob = new Node(DAY);
    putTwoAndCutOff(alice, bob);
    alice.remove("removed");
    bob.isCutOff = false;
    bob.awaitState(DirectoryHealth.State.UP);
    await(bob.directory.put(ANN, "fence", "", false)); // Behind its look.

    redis.command("FLUSHALL");

    until(() -> redis.number("HEXISTS", KEY, "kept") == 1);
    bob.awaitState(DirectoryHealth.State.UP);
    await(bob.directory.put(ANN, "fence", "", false));
    awaitThatItWritesAgain(bob);
    assertThat(alice.timed()).containsExactlyInAnyOrder("kept", "last");
  }

  @Test
  void serversWriteAgainWhatRedisHasLostWithAllMarks() {
    Node alice = new Node();
    Node bob = new Node();
    alice.put("board");
    alice.put("removed");
    alice.remove("removed");
    bob.isCutOff = true;
    bob.awaitState(DirectoryHealth.State.DOWN);

    redis.command("FLUSHALL");

    until(() -> alice.timed().equals(List.of("board")));
  }
}
