package dev.nave.backplane.redis.fault;

import static dev.nave.backplane.directory.Change.Kind.JOINED;
import static dev.nave.backplane.directory.Change.Kind.LEFT;
import static dev.nave.backplane.directory.Change.Kind.LOST;
import static dev.nave.backplane.directory.Change.Kind.RESET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.TimedEntry;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.tck.DirectoryNode;
import dev.nave.backplane.tck.TestNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The directory when Redis or a network fails. */
class DirectoryFaultIT extends DirectoryFixture {
  @Test
  void leavesNoTraceUntilItIsUsedAndNoKeyWithoutAnEnd() {
    try (RedisServer redis = RedisServer.started();
        RedisBackplane unused = FastNodes.node(redis.address())) {
      new TestNode(unused, PATIENCE).start();
      assertThat(redis.number("DBSIZE")).isZero();

      DirectoryNode alice = join(redis.address());
      enter(alice, "a", 50);
      alice.hold();
      alice.remove(BOARD, "a0", "");
      alice.await(alice.directory().putTimed(BOARD, "t", "", Duration.ofDays(1)));

      List<String> keys = redis.texts("KEYS", "*");
      assertThat(keys).isNotEmpty();
      for (String key : keys) {
        assertThat(redis.number("PTTL", key)).as(key).isPositive();
      }
      alice.raiseHeld();
    }
  }

  @Test
  void writesAllAgainAfterAFlushAndSaysThatChangesMayBeMissing() {
    try (RedisServer redis = RedisServer.started()) {
      DirectoryNode alice = join(redis.address());
      DirectoryNode bob = join(redis.address());
      enter(alice, "a", 250);
      enter(bob, "b", 250);
      alice.await(alice.directory().putTimed(BOARD, "kept", "v", Duration.ofDays(1)));
      bob.await(bob.directory().putTimed(BOARD, "removed", "v", Duration.ofDays(1)));
      bob.await(bob.directory().removeTimed(BOARD, "removed"));

      redis.command("FLUSHALL");

      List<Change> told = changesUntil(RESET, 2, alice, bob);
      assertThat(count(alice)).isEqualTo(500);
      until(
          () ->
              assertThat(bob.await(bob.directory().timed(BOARD)))
                  .extracting(TimedEntry::member)
                  .containsExactly("kept"));
      alice.remove(BOARD, "a0", "");
      bob.remove(BOARD, "b0", "");
      told.addAll(changesUntil(LEFT, 2, alice, bob));
      assertThat(told).extracting(Change::kind).doesNotContain(JOINED);
      assertThat(told)
          .filteredOn(change -> change.kind() == RESET)
          .extracting(Change::node)
          .containsExactlyInAnyOrder(alice.directory().node(), bob.directory().node());
    }
  }

  /** Who lists anew then needs no change that is told later to find them. */
  @Test
  void serverSaysThatChangesMayBeMissingOnceItHasWrittenAllAgain() {
    int members = 5_000;
    CompletableFuture<Long> listed = new CompletableFuture<>();
    try (RedisServer redis = RedisServer.started();
        RedisBackplane backplane = FastNodes.node(redis.address())) {
      new TestNode(backplane, PATIENCE).start();
      Directory directory = backplane.capability(Directory.class).orElseThrow();
      directory.start(
          change -> {
            var unusedStage =
                directory.count(BOARD).whenComplete((count, failure) -> listed.complete(count));
            return CompletableFuture.completedFuture(null);
          });
      CompletableFuture.allOf(
              IntStream.range(0, members)
                  .mapToObj(i -> directory.put(BOARD, "m" + i, "", false).toCompletableFuture())
                  .toArray(CompletableFuture<?>[]::new))
          .join();

      redis.command("FLUSHALL");

      assertThat(listed).succeedsWithin(PATIENCE).isEqualTo((long) members);
    }
  }

  /** Each notices it as it renews its lease, which is due at every look here, or as it looks. */
  @Test
  void healthSaysOfEachServerThatDataWasLost() {
    try (RedisServer redis = RedisServer.started()) {
      List<DirectoryNode> renewing = List.of(join(redis.address()), join(redis.address()));
      DirectoryNode looking =
          join(
              redis.address(),
              options ->
                  options
                      .directoryLease(Duration.ofSeconds(15))
                      .directoryRenewInterval(Duration.ofSeconds(5)));
      renewing.get(0).put(BOARD, "a", "");
      Map<DirectoryNode, Instant> before = new HashMap<>();
      nodes.forEach(node -> before.put(node, node.directory().health().since()));

      redis.command("FLUSHALL");

      assertThat(nodes).hasSize(3).contains(looking);
      for (DirectoryNode node : nodes) {
        until(
            () -> {
              DirectoryHealth health = node.directory().health();
              assertThat(health.state()).isEqualTo(DirectoryHealth.State.UP);
              assertThat(health.since()).isAfter(before.get(node));
            });
      }
    }
  }

  @Test
  void writesAllAgainToARedisThatWasStartedAnew() {
    try (RedisServer redis = RedisServer.started()) {
      DirectoryNode alice = join(redis.address());
      DirectoryNode bob = join(redis.address());
      enter(alice, "a", 250);

      redis.kill();
      await()
          .atMost(PATIENCE)
          .until(() -> alice.directory().health().state() == DirectoryHealth.State.DOWN);
      alice.awaitFailure(alice.directory().count(BOARD), BackplaneUnavailableException.class);
      CompletableFuture<Void> waits =
          alice.directory().put(BOARD, "late", "v", true).toCompletableFuture();
      CompletableFuture<Void> gone =
          alice.directory().remove(BOARD, "a1", "left").toCompletableFuture();
      assertThat(waits).isNotDone();
      assertThat(alice.directory().health().waiting()).isEqualTo(2);
      redis.start();

      alice.await(waits);
      alice.await(gone);
      until(() -> assertThat(count(bob)).isEqualTo(250));
      List<Change> told = changesUntil(RESET, 1, alice, bob);
      assertThat(told).extracting(Change::kind).doesNotContain(LOST);
    }
  }

  @Test
  void losesNoServerByAnOutageThatIsLongerThanALease() {
    try (RedisServer redis = RedisServer.started()) {
      DirectoryNode alice = join(redis.address());
      DirectoryNode bob = join(redis.address());
      enter(alice, "a", 10);
      enter(bob, "b", 10);
      long frozen = System.nanoTime();

      redis.freeze();
      await().atMost(PATIENCE).until(() -> System.nanoTime() - frozen > LEASE.toNanos() * 3 / 2);
      redis.thaw();

      alice.put(BOARD, "a-fence", "");
      bob.put(BOARD, "b-fence", "");
      long thawed = System.nanoTime();
      await().atMost(PATIENCE).until(() -> System.nanoTime() - thawed > LEASE.toNanos() * 3 / 2);
      assertThat(count(bob)).isEqualTo(22);
      assertThat(changesUntil(JOINED, 2, alice, bob)).extracting(Change::kind).containsOnly(JOINED);
    }
  }

  /** The permissions that the page on Redis names. */
  @Test
  void needsNoMorePermissionsThanAreDocumented() {
    String user =
        "user app on >first resetkeys ~app:nave:dir:* resetchannels &app:* -@all +publish"
            + " +subscribe +unsubscribe +pubsub +ping +client|setname +select +info +evalsha +eval"
            + " +time +pexpire +pttl +hget +hset +hdel +hexists +hincrby +hmget +hgetall"
            + " +sadd +srem +spop +scard +zadd +zrem +zcard +zscore +zrangebyscore +zrangebylex";
    try (RedisServer redis = RedisServer.started(user)) {
      String address = redis.address() + ",user=app,password=first,channelPrefix=app:";
      DirectoryNode alice = join(address);
      DirectoryNode bob = join(address);
      enter(alice, "a", 10);
      alice.remove(BOARD, "a0", "");
      alice.await(alice.directory().putTimed(BOARD, "t", "", Duration.ofDays(1)));
      assertThat(bob.await(bob.directory().timed(BOARD))).hasSize(1);
      bob.await(bob.directory().removeTimed(BOARD, "t"));
      assertThat(bob.members(BOARD)).hasSize(9);
      assertThat(bob.keys("groups", 10)).hasSize(1);
      assertThat(bob.await(bob.directory().count("groups")).members()).isEqualTo(9);
      alice.backplane().close();

      until(() -> assertThat(count(bob)).isZero());
      changesUntil(LOST, 9, bob);
      assertThat(bob.directory().health().failedWrites()).isZero();
    }
  }
}
