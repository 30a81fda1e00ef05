package dev.nave.backplane.redis.internal.publish;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** Counts the publications of a node that failed, over all its connections. Any thread. */
public final class PublishTotals {
  private final LongAdder refused = new LongAdder();
  private final LongAdder unknown = new LongAdder();

  /** What was counted up to a moment. */
  public record Snapshot(long refused, long unknown) {
    public Snapshot since(Snapshot earlier) {
      return new Snapshot(refused - earlier.refused, unknown - earlier.unknown);
    }
  }

  public void fail(BackplaneException failure) {
    (failure instanceof BackplaneTimeoutException ? unknown : refused).increment();
  }

  public Snapshot now() {
    return new Snapshot(refused.sum(), unknown.sum());
  }
}
