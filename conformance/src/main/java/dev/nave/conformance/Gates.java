package dev.nave.conformance;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Lets invocations wait for each other. Each gate serves once. Any thread. */
final class Gates {
  private final Map<String, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();

  /**
   * Returns a stage that completes when the gate with {@code key} is opened, or at once if it is
   * open.
   */
  CompletableFuture<String> passed(String key) {
    return gate(key)
        .thenApply(
            unused -> {
              gates.remove(key);
              return key;
            });
  }

  void open(String key) {
    gate(key).complete(null);
  }

  private CompletableFuture<Void> gate(String key) {
    return gates.computeIfAbsent(key, unused -> new CompletableFuture<>());
  }
}
