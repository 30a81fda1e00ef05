package dev.nave.backplane.redis.internal.connect;

import dev.nave.backplane.redis.RedisEndpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the server to connect to, and watches whether it stays the right one. */
public interface ServerFinder {
  /** What an attempt is about to be made at, as far as it is known before anybody was asked. */
  RedisEndpoint guess(int attempt);

  /** Finds the server for an attempt, counted from 1. */
  CompletionStage<RedisEndpoint> find(int attempt);

  /** Fails if an opened link leads to a server that is not fit for the purpose. */
  default CompletionStage<Void> check(ConnectionPair pair) {
    return CompletableFuture.completedStage(null);
  }

  /**
   * Fails if a link that was good leads to the wrong server by now. Asked now and then. That nobody
   * can be asked is no failure.
   */
  default CompletionStage<Void> checkStill(ConnectionPair pair) {
    return CompletableFuture.completedStage(null);
  }
}
