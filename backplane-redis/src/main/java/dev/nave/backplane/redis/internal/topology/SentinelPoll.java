package dev.nave.backplane.redis.internal.topology;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.redis.RedisEndpoint;
import io.lettuce.core.RedisException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Counts what Sentinels say of the master. Any thread. */
final class SentinelPoll {
  private final int voters;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  @GuardedBy("this")
  private final Map<RedisEndpoint, Integer> votes = new HashMap<>();

  @GuardedBy("this")
  private @Nullable Throwable firstFailure;

  @GuardedBy("this")
  private int answered;

  /**
   * What came of it.
   *
   * @param isMajority whether more than half of all Sentinels say so, not only of those that answer
   */
  record Result(RedisEndpoint master, boolean isMajority) {}

  SentinelPoll(int voters) {
    this.voters = voters;
  }

  /** Returns the outcome: done as soon as more than half agree, or all have answered. */
  CompletableFuture<Result> result() {
    return result;
  }

  /** Takes the answer of one of them, or its failure. */
  void answer(@Nullable RedisEndpoint master, @Nullable Throwable failure) {
    Result decided;
    Throwable none;
    synchronized (this) {
      answered++;
      if (master != null) {
        votes.merge(master, 1, Integer::sum);
      } else if (firstFailure == null) {
        firstFailure = failure;
      }
      decided = decided();
      none = decided == null && answered == voters ? noMaster() : null;
    }
    if (decided != null) {
      result.complete(decided);
    } else if (none != null) {
      result.completeExceptionally(none);
    }
  }

  @GuardedBy("this")
  private @Nullable Result decided() {
    RedisEndpoint first = null;
    int most = 0;
    for (Map.Entry<RedisEndpoint, Integer> vote : votes.entrySet()) {
      if (vote.getValue() > most) {
        first = vote.getKey();
        most = vote.getValue();
      }
    }
    boolean majority = most * 2 > voters;
    return first != null && (majority || answered == voters) ? new Result(first, majority) : null;
  }

  @GuardedBy("this")
  private RedisException noMaster() {
    return new RedisException("no Sentinel named a master", firstFailure);
  }
}
