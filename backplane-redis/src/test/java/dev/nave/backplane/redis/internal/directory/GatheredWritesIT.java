package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.directory.Entry;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.redis.testkit.TcpProxy;
import dev.nave.backplane.tck.DirectoryNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Entries that share calls of the script: how many calls there are, and what may go wrong. */
@ExtendWith(LogsOnFailure.class)
class GatheredWritesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DirectoryKey BOARD = new DirectoryKey("groups", "board");
  private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
  private static final int ENTRIES = 3_000;
  private static final int GATHERING_MILLIS = 10;

  private final RedisServer redis = RedisServer.started();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  private static RedisBackplane backplane(String address) {
    return RedisBackplane.create(
        address,
        options -> options.directoryPartitions(1).directoryRenewInterval(Duration.ofSeconds(4)));
  }

  /** A node that holds its lease: what it changes from now on is written at once. */
  private static DirectoryNode node(RedisBackplane backplane) {
    DirectoryNode node = new DirectoryNode(backplane, PATIENCE);
    node.await(node.directory().put(BOARD, "first", "v", false));
    return node;
  }

  private static List<CompletableFuture<Void>> enter(
      DirectoryNode node, int number, String value, boolean told) {
    return IntStream.range(0, number)
        .mapToObj(i -> node.directory().put(BOARD, "m" + i, value, told).toCompletableFuture())
        .toList();
  }

  private static long count(DirectoryNode node) {
    return node.await(node.directory().count(BOARD));
  }

  @Test
  void entriesThatComeTogetherShareCalls() {
    try (RedisBackplane backplane = backplane(redis.address())) {
      DirectoryNode node = node(backplane);
      long callsBefore = calls();
      long begin = System.nanoTime();

      enter(node, ENTRIES, "v", false).forEach(node::await);

      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      long full = ENTRIES / Writes.BATCH;
      long batches = full + millis / GATHERING_MILLIS + 1;
      long renewals = 2 * (millis / 1_000 + 1); // And looking for changes.
      assertThat(calls() - callsBefore).isBetween(full, batches + renewals);
      assertThat(count(node)).isEqualTo(ENTRIES + 1);
    }
  }

  @Test
  void longEntriesAreDividedAmongMoreCalls() {
    String value = "v".repeat(Directory.MAX_VALUE_BYTES);
    int number = 2 * Writes.BATCH;
    try (RedisBackplane backplane = backplane(redis.address())) {
      DirectoryNode node = node(backplane);
      long callsBefore = calls();

      enter(node, number, value, false).forEach(node::await);

      assertThat(calls() - callsBefore)
          .isGreaterThanOrEqualTo((long) number * value.length() / Writes.MAX_BATCH_CHARS);
      assertThat(node.members(BOARD, 100))
          .hasSize(number + 1)
          .filteredOn(entry -> entry.member().startsWith("m"))
          .extracting(Entry::value)
          .containsOnly(value);
    }
  }

  @Test
  void stopWritesWhatWaitsForOthers() {
    try (RedisBackplane backplane = backplane(redis.address())) {
      DirectoryNode node = node(backplane);
      node.hold();
      List<CompletableFuture<Void>> entered = enter(node, 50, "v", true);

      backplane.close();

      assertThat(entered).allSatisfy(stage -> assertThat(stage).succeedsWithin(PATIENCE));
      assertThat(redis.number("ZCARD", "nave:dir:{0}:m6:groupsboard")).isEqualTo(51);
    }
  }

  /** A call that got no answer is repeated, though Redis may have done it: each is told once. */
  @Test
  void entriesAreListedAndToldOnceIfTheConnectionIsLostUnderWay() {
    try (TcpProxy proxy = TcpProxy.before(redis);
        RedisBackplane backplane = backplane(proxy.address())) {
      DirectoryNode node = node(backplane);
      Set<String> told = new HashSet<>();
      List<CompletableFuture<Void>> entered = enter(node, ENTRIES, "v", true);
      for (int times = 1; times <= 3; times++) {
        node.await(entered.get(times * ENTRIES / 4));
        proxy.cut();
      }

      entered.forEach(node::await);

      node.until(
          () -> {
            node.takeTold().forEach(change -> assertThat(told.add(change.member())).isTrue());
            assertThat(told).hasSize(ENTRIES);
          });
      assertThat(count(node)).isEqualTo(ENTRIES + 1);
      node.directory().remove(BOARD, "m0", "left");
      node.assertNext(Change.Kind.LEFT, BOARD, "m0");
    }
  }

  @Test
  void whatRedisRefusesIsWrittenWithWhatSharedItsCallOnceItIsNotRefused() {
    DirectoryKey occupied = new DirectoryKey("groups", "occupied");
    String foreign = "nave:dir:{0}:d6:groupsoccupied";
    try (RedisBackplane backplane = backplane(redis.address())) {
      DirectoryNode node = node(backplane);
      redis.command("SET", foreign, "of another application");
      List<CompletableFuture<Void>> entered = new ArrayList<>(enter(node, 20, "v", false));
      entered.add(node.directory().put(occupied, "m", "v", false).toCompletableFuture());
      node.until(() -> assertThat(node.directory().health().failedWrites()).isPositive());
      assertThat(entered.get(20)).isNotDone();

      redis.command("DEL", foreign);

      entered.forEach(node::await);
      assertThat(node.members(occupied)).containsExactly("m=v");
      assertThat(count(node)).isEqualTo(21);
      assertThat(node.directory().health().waiting()).isZero();
    }
  }

  /** An entry whose coming is missed is written at the next look only, after up to a second. */
  @Test
  void entryWaitsForNoLookAtTheDirectory() {
    int chains = 4;
    int entries = 300;
    try (RedisBackplane backplane = backplane(redis.address())) {
      DirectoryNode node = node(backplane);

      CompletableFuture<?>[] ends =
          IntStream.range(0, chains)
              .mapToObj(chain -> oneAfterAnother(node, "c" + chain + ":", entries))
              .toArray(CompletableFuture<?>[]::new);

      assertThat(CompletableFuture.allOf(ends)).succeedsWithin(PATIENCE);
      assertThat(count(node)).isEqualTo(chains * entries + 1);
    }
  }

  private static CompletableFuture<Void> oneAfterAnother(
      DirectoryNode node, String prefix, int number) {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (int i = 0; i < number; i++) {
      String member = prefix + i;
      last = last.thenComposeAsync(unused -> node.directory().put(BOARD, member, "v", false));
    }
    return last;
  }

  private long calls() {
    Matcher calls = CALLS.matcher(String.valueOf(redis.command("INFO", "commandstats")));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
