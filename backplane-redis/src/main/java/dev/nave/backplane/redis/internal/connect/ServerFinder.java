package dev.nave.backplane.redis.internal.connect;

import dev.nave.backplane.redis.RedisEndpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the server to connect to, and watches whether it stays the right one. */
public interface ServerFinder {
  /** The likely server of an attempt, as far as it is known before any server was asked. */
  RedisEndpoint guess(int attempt);

  /** Finds the server for an attempt, counted from 1. */
  CompletionStage<RedisEndpoint> find(int attempt);

  /** Fails if an opened pair leads to a server that cannot be used. */
  default CompletionStage<Void> check(ConnectionPair pair) {
    return CompletableFuture.completedStage(null);
  }

  /**
   * Fails if a pair that was good leads to the wrong server by now. Called now and then. If no
   * server answers, that is no failure.
   */
  default CompletionStage<Void> checkStill(ConnectionPair pair) {
    return CompletableFuture.completedStage(null);
  }
}
