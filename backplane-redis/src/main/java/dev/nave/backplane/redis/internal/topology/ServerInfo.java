package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.redis.internal.report.RedisErrors;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a server tells of itself by INFO; empty where the user may not ask. */
record ServerInfo(Map<String, String> values) {

  static CompletionStage<ServerInfo> ask(
      RedisAsyncCommands<byte[], byte[]> server, String section) {
    return server
        .info(section)
        .thenApply(ServerInfo::parse)
        .exceptionallyCompose(
            failure ->
                RedisErrors.isNoPermission(failure)
                    ? CompletableFuture.completedStage(new ServerInfo(Map.of()))
                    : CompletableFuture.failedStage(failure));
  }

  static ServerInfo parse(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).trim());
              }
            });
    return new ServerInfo(values);
  }

  /** Whether the server told anything. */
  boolean isKnown() {
    return !values.isEmpty();
  }

  boolean isClusterNode() {
    return "cluster".equals(values.get("redis_mode"));
  }

  /** Returns the first number of the version; 0 if it is not known. */
  int majorVersion() {
    String version = values.getOrDefault("redis_version", "");
    int dot = version.indexOf('.');
    try {
      return dot < 0 ? 0 : Integer.parseInt(version.substring(0, dot));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
