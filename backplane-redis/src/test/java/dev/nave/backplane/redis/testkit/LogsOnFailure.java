package dev.nave.backplane.redis.testkit;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints the end of each server's log when a test has failed. Use with {@code @ExtendWith}. */
public final class LogsOnFailure implements AfterTestExecutionCallback {
  private static final int MAX_CHARS = 4000;

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      for (RedisServer server : RedisServer.open()) {
        String log = server.log();
        System.err.println(
            "--- end of the log of " + server + " after " + context.getDisplayName() + " failed");
        System.err.println(log.substring(Math.max(0, log.length() - MAX_CHARS)));
      }
    }
  }
}
