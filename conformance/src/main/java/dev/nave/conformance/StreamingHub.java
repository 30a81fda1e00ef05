package dev.nave.conformance;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.ClientProxy;
import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.Uploads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The methods of the test hub that stream, in one direction or in both. */
abstract class StreamingHub extends Hub {
  // Streams from the server

  public IntStream count(int n) {
    return IntStream.range(0, n);
  }

  public IntStream countThenThrow(int n, String message) {
    return countThenFail(n, new IllegalStateException(message));
  }

  public IntStream countThenThrowHubException(int n, String message) {
    return countThenFail(n, new HubException(message));
  }

  private static IntStream countThenFail(int n, RuntimeException failure) {
    return IntStream.rangeClosed(0, n)
        .peek(
            i -> {
              if (i == n) {
                throw failure;
              }
            });
  }

  /** Sends 0, then nothing until it is cancelled, and tells the watchers that it was. */
  public Flow.Publisher<Integer> endless(String name, CancellationToken cancelled) {
    ClientProxy watchers = clients().group("watchers");
    cancelled.onCancelled(() -> watchers.send("stopped", name));
    return OneItem.of(0);
  }

  @HubMethodName("NoStream")
  public Flow.@Nullable Publisher<Integer> noStream() {
    return null;
  }

  // Streams from the client

  public CompletableFuture<Integer> sum(Flow.Publisher<Integer> items) {
    AtomicInteger sum = new AtomicInteger();
    return Uploads.forEach(items, sum::addAndGet).thenApply(end -> sum.get());
  }

  public CompletableFuture<String> concat(
      String prefix, Flow.Publisher<String> items, String suffix) {
    StringBuilder text = new StringBuilder(prefix);
    return Uploads.forEach(items, text::append).thenApply(end -> text + suffix);
  }

  public CompletableFuture<int[]> twoSums(
      Flow.Publisher<Integer> left, Flow.Publisher<Integer> right) {
    return sum(left).thenCombine(sum(right), (one, other) -> new int[] {one, other});
  }

  public Flow.Publisher<Integer> doubled(Flow.Publisher<Integer> items) {
    return new Doubled(items);
  }

  /** Reads to the end and returns how it ended. */
  public CompletableFuture<String> howItEnded(Flow.Publisher<Integer> items) {
    return Uploads.forEach(items, item -> {})
        .handle(
            (end, failure) -> failure == null ? "completed" : "failed: " + failure.getMessage());
  }

  public CompletableFuture<Integer> firstOnly(Flow.Publisher<Integer> items) {
    CompletableFuture<Integer> first = new CompletableFuture<>();
    var unusedFuture =
        Uploads.forEach(items, first::complete)
            .whenComplete(
                (end, failure) -> { // Where an item came first, neither has an effect.
                  if (failure == null) {
                    first.complete(-1);
                  } else {
                    first.completeExceptionally(failure);
                  }
                });
    return first;
  }
}
