package dev.nave.backplane.redis.fault;

import dev.nave.backplane.redis.ReconnectPolicy;
import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.backplane.redis.RedisOptions;
import java.time.Duration;
import java.util.function.Consumer;

/** Nodes that notice and retry quickly, and how long each step may take them. */
final class FastNodes {
  static final Duration PROBE = Duration.ofMillis(500);
  static final Duration RETRY = Duration.ofMillis(200);
  static final Duration CONNECT = Duration.ofSeconds(1);

  /** What a busy machine may add. */
  static final Duration SLACK = Duration.ofMillis(1500);

  /** A connection that was ended: the node is told. */
  static final Duration NOTICED_AT_ONCE = Duration.ofMillis(500);

  /** A connection that went silent: two probes. */
  static final Duration NOTICED_BY_PROBE = PROBE.multipliedBy(2).plusMillis(500);

  /** From the end of a fault in which attempts failed quickly. */
  static final Duration RECOVERY = RETRY.plus(PROBE).plus(SLACK);

  /** From the end of a fault in which an attempt may have been waiting for an answer. */
  static final Duration RECOVERY_FROM_SILENCE = RECOVERY.plus(CONNECT);

  private FastNodes() {}

  /** Starts a load of two nodes, one at each address. */
  static Load load(Duration noticing, String first, String second) {
    return Load.start(Load.Settings.noticing(noticing), node(first), node(second));
  }

  /** As {@link #load}, but the nodes do not join yet. */
  static Load prepared(Duration noticing, String first, String second) {
    return Load.prepare(Load.Settings.noticing(noticing), node(first), node(second));
  }

  static RedisBackplane node(String connectionString) {
    return node(connectionString, options -> {});
  }

  static RedisBackplane node(String connectionString, Consumer<RedisOptions.Builder> more) {
    return RedisBackplane.create(
        connectionString,
        options -> {
          options
              .probeInterval(PROBE)
              .reconnectPolicy(ReconnectPolicy.linear(RETRY))
              .connectTimeout(CONNECT)
              .topologyCheckInterval(Duration.ofSeconds(1))
              .subscribeRetryInterval(Duration.ofMillis(500))
              .refusedRetryInterval(Duration.ofSeconds(1));
          more.accept(options);
        });
  }
}
