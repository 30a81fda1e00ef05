package dev.nave.backplane.redis;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.redis.testkit.LogsOnFailure;
import dev.nave.backplane.tck.DirectoryContractTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

/** The directory on some Redis, which the tests share: each has a channel prefix of its own. */
@ExtendWith(LogsOnFailure.class)
abstract class RedisDirectoryContract extends DirectoryContractTest {
  private static final AtomicInteger TESTS = new AtomicInteger();

  private final String prefix = "directory" + TESTS.incrementAndGet() + ":";

  abstract String connectionString();

  /** Changes what the string says. */
  void configure(RedisOptions.Builder options) {}

  @Override
  protected final Backplane newNode() {
    return RedisBackplane.create(
        connectionString(),
        options -> {
          options
              .channelPrefix(prefix)
              .directoryLease(Duration.ofSeconds(15))
              .directoryRenewInterval(Duration.ofMillis(200));
          configure(options);
        });
  }
}
