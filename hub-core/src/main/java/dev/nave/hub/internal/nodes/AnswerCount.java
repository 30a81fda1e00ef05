package dev.nave.hub.internal.nodes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.envelope.RequestCodec.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The answers to one request. Each node answers once, no more of them count than have got the
 * request, and no more connections than it can concern: what else comes was not asked for. Any
 * thread.
 */
final class AnswerCount {
  /** So many answers are kept until it is known how many nodes will answer. */
  static final int MAX_EARLY = 10_000;

  private final CompletableFuture<Integer> all = new CompletableFuture<>();
  private final int most;

  /** How many connections each node has found, in the order of the answers. */
  @GuardedBy("this")
  private final Map<String, Integer> found = new LinkedHashMap<>();

  /** How many nodes will answer; -1 before the backplane has accepted the request. */
  @GuardedBy("this")
  private long expected = -1;

  /**
   * Begins without answers.
   *
   * @param most how many connections the request concerns at most
   */
  AnswerCount(int most) {
    this.most = most;
  }

  /** Returns the stage that ends with the number of connections once all have answered. */
  CompletableFuture<Integer> all() {
    return all;
  }

  /** As many nodes have got the request. */
  void expect(long answers) {
    synchronized (this) {
      expected = answers;
    }
    look();
  }

  void fail(Throwable failure) {
    all.completeExceptionally(failure);
  }

  /** A node has answered; an answer that comes twice counts once. */
  void answered(Answer answer) {
    synchronized (this) {
      if (found.size() < (expected < 0 ? MAX_EARLY : expected)) {
        found.putIfAbsent(answer.nodeId(), Math.max(0, answer.count()));
      }
    }
    look();
  }

  private void look() {
    int count;
    synchronized (this) {
      if (expected < 0 || found.size() < expected) {
        return;
      }
      count = connections();
    }
    all.complete(count);
  }

  @GuardedBy("this")
  private int connections() {
    long sum =
        found.values().stream()
            .limit(expected < 0 ? Long.MAX_VALUE : expected)
            .mapToLong(Integer::longValue)
            .sum();
    return (int) Math.min(most, sum);
  }

  /**
   * Says what is known when the wait is over.
   *
   * @param late how many connections this node has found since
   */
  synchronized String describe(int late) {
    return Math.min(most, (long) connections() + late)
        + " connections were found, but only "
        + found.size()
        + (expected < 0 ? "" : " of " + expected)
        + " servers answered";
  }
}
