package dev.nave.backplane.redis.internal.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.backplane.Stages;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a server is a replica, as it says itself. A publication at a replica reaches the
 * subscribers of that replica and of its own replicas, never those of its master.
 */
enum ServerRole {
  /** What is published at it reaches all subscribers. */
  MASTER,
  REPLICA,
  /** The server does not tell. */
  UNKNOWN;

  /**
   * Asks a server: by INFO and, where its user may not run that, by HELLO, which no permission
   * forbids. The stage fails only if the connection does.
   *
   * <p>Source: ACLSelectorCheckCmd of Redis exempts the commands with the flag {@code NO_AUTH}.
   * HELLO without a version is known since Redis 6.2.
   */
  static CompletionStage<ServerRole> ask(RedisAsyncCommands<byte[], byte[]> server) {
    return unlessRefused(
            server
                .info("replication")
                .thenApply(text -> of(ServerInfo.parse(text).values().getOrDefault("role", ""))))
        .thenCompose(
            role -> role == UNKNOWN ? askByHello(server) : CompletableFuture.completedStage(role));
  }

  private static CompletionStage<ServerRole> askByHello(RedisAsyncCommands<byte[], byte[]> server) {
    return unlessRefused(
        server
            .dispatch(
                CommandType.HELLO,
                new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                new CommandArgs<>(ByteArrayCodec.INSTANCE))
            .thenApply(ServerRole::ofHello));
  }

  private static CompletionStage<ServerRole> unlessRefused(CompletionStage<ServerRole> asked) {
    return asked.exceptionallyCompose(
        failure ->
            Stages.unwrap(failure) instanceof RedisCommandExecutionException
                ? CompletableFuture.completedStage(UNKNOWN)
                : CompletableFuture.failedStage(failure));
  }

  /** The nodes of a cluster copy publications to each other, so there a replica is as good. */
  private static ServerRole ofHello(List<Object> reply) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < reply.size(); i += 2) {
      values.put(text(reply.get(i)), text(reply.get(i + 1)));
    }
    return "cluster".equals(values.get("mode")) ? MASTER : of(values.getOrDefault("role", ""));
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, US_ASCII) : String.valueOf(value);
  }

  /** INFO calls it a slave, HELLO a replica. */
  private static ServerRole of(String word) {
    return switch (word) {
      case "" -> UNKNOWN;
      case "slave", "replica" -> REPLICA;
      default -> MASTER; // KeyDB's "active-replica" hands publications on to its peers.
    };
  }
}
