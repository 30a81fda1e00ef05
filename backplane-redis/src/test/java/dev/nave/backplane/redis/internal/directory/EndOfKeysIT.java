package dev.nave.backplane.redis.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.redis.testkit.RedisServer;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When Redis forgets the keys of a group, and how that is put off as long as it has members. */
@ExtendWith(LogsOnFailure.class)
class EndOfKeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final DirectoryKey BOARD = new DirectoryKey("groups", "board");
  private static final List<String> KEYS =
      List.of("nave:dir:{0}:d6:groupsboard", "nave:dir:{0}:m6:groupsboard");

  private final RedisServer redis = RedisServer.started();
  private final NodeContext context =
      NodeContext.of(
          RedisOptions.builder()
              .endpoint(RedisEndpoint.of(redis.host(), redis.port()))
              .directoryLease(Duration.ofMillis(600))
              .directoryRenewInterval(Duration.ofMillis(100))
              .build(),
          UUID.randomUUID().toString().replace("-", ""));

  private RedisDirectory directory(Duration retention) {
    StatefulRedisConnection<byte[], byte[]> connection =
        await(context.connector().connect(context.options().endpoints().get(0))).connection();
    RedisDirectory directory = new RedisDirectory(context, key -> connection, () -> {}, retention);
    directory.start(change -> CompletableFuture.completedFuture(null));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> directory.health().state() == DirectoryHealth.State.UP);
    return directory;
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @AfterEach
  void close() {
    context.connector().close();
    context.coordinator().close();
    redis.close();
  }

  @Test
  void keysOfMembersOutliveTheRetention() {
    Duration retention = Duration.ofSeconds(2);
    RedisDirectory directory = directory(retention);
    await(directory.put(BOARD, "m", "v", false));
    long begin = System.nanoTime();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(await(directory.count(BOARD))).isOne();
              assertThat(await(directory.count("groups")).members()).isOne();
              return System.nanoTime() - begin > retention.toNanos() * 2;
            });

    await(directory.remove(BOARD, "m", ""));
    assertThat(redis.number("EXISTS", KEYS.get(0))).isZero();
    await(directory.close());
  }

  @Test
  void endOfKeysIsPutOffOnceAQuarterOfTheirTimeIsOver() {
    Duration retention = Duration.ofHours(4);
    RedisDirectory directory = directory(retention);
    await(directory.put(BOARD, "m0", "v", false));
    assertEnd(retention);

    end(Duration.ofMinutes(190));
    await(directory.put(BOARD, "m1", "v", false));
    assertEnd(Duration.ofMinutes(190));

    end(Duration.ofMinutes(170));
    await(directory.put(BOARD, "m2", "v", false));
    assertEnd(retention);
    await(directory.close());
  }

  private void end(Duration time) {
    KEYS.forEach(key -> redis.command("PEXPIRE", key, Long.toString(time.toMillis())));
  }

  private void assertEnd(Duration time) {
    for (String key : KEYS) {
      assertThat(redis.number("PTTL", key))
          .as(key)
          .isBetween(time.minus(PATIENCE).toMillis(), time.toMillis());
    }
  }
}
