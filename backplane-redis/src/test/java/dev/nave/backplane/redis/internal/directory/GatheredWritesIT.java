package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import dev.nave.backplane.tck.DirectoryNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often the directory calls its script. */
@ExtendWith(LogsOnFailure.class)
class GatheredWritesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DirectoryKey BOARD = new DirectoryKey("groups", "board");
  private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
  private static final int ENTRIES = 3_000;
  private static final int BATCH = 100;
  private static final int GATHERING_MILLIS = 10;

  @Test
  void entriesThatComeTogetherShareCalls() {
    try (RedisServer redis = RedisServer.started();
        RedisBackplane backplane =
            RedisBackplane.create(
                redis.address(),
                options ->
                    options.directoryPartitions(1).directoryRenewInterval(Duration.ofSeconds(4)))) {
      DirectoryNode node = new DirectoryNode(backplane, PATIENCE);
      node.await(node.directory().put(BOARD, "first", "v", false));
      long callsBefore = calls(redis);
      long begin = System.nanoTime();

      List<CompletableFuture<Void>> entered =
          IntStream.range(0, ENTRIES)
              .mapToObj(i -> node.directory().put(BOARD, "m" + i, "v", false).toCompletableFuture())
              .toList();
      entered.forEach(node::await);

      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      long full = ENTRIES / BATCH;
      long batches = full + millis / GATHERING_MILLIS + 1;
      long renewals = 2 * (millis / 1_000 + 1); // And looking for changes.
      assertThat(calls(redis) - callsBefore)
          .as("calls; each batch may be followed by one that fetches changes")
          .isBetween(full, 2 * batches + renewals);
      assertThat(node.await(node.directory().count(BOARD))).isEqualTo(ENTRIES + 1);
    }
  }

  private static long calls(RedisServer redis) {
    Matcher calls = CALLS.matcher(String.valueOf(redis.command("INFO", "commandstats")));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }
}
