package dev.nave.backplane.redis.internal.node;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.publish.PublishTotals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a node can reach Redis and when it cannot: enters that into its status and tells of each
 * change, with how long it took and which publications failed meanwhile.
 *
 * <p><b>Threading.</b> Coordinator only, but for {@link #listener}.
 */
final class Availability {
  private final NodeContext context;
  private final NodeStatus status;
  private volatile @Nullable BackplaneListener listener;
  private long beganNanos;
  private long lostNanos;
  private PublishTotals.Snapshot failedBefore;

  Availability(NodeContext context, NodeStatus status) {
    this.context = context;
    this.status = status;
    this.failedBefore = context.totals().now();
  }

  /** Any thread. Sets who is told; null for none. */
  void listener(@Nullable BackplaneListener listener) {
    this.listener = listener;
  }

  void began() {
    beganNanos = System.nanoTime();
  }

  /** The connections work; returns whether they did not before. */
  boolean up(RedisEndpoint endpoint) {
    long now = System.nanoTime();
    if (status.enter(State.STARTING, State.UP, null)) {
      Duration took = Duration.ofNanos(now - beganNanos);
      context.reporter().event(new RedisEvent.Connected(endpoint, took));
      tell(new BackplaneEvent.Connected());
      return true;
    }
    if (status.enter(State.DOWN, State.UP, null)) {
      Duration outage = Duration.ofNanos(now - lostNanos);
      PublishTotals.Snapshot failed = context.totals().now().since(failedBefore);
      context
          .reporter()
          .event(new RedisEvent.Restored(endpoint, outage, failed.refused(), failed.unknown()));
      tell(new BackplaneEvent.Restored(outage));
      return true;
    }
    return false;
  }

  /**
   * A connection was lost; {@code failedBefore} are the publications that had failed until then.
   */
  void lost(PublishTotals.Snapshot failedBefore) {
    if (status.is(State.UP)) {
      this.failedBefore = failedBefore;
    }
  }

  /** The connections do not work, or not all of them. */
  void down(@Nullable Throwable cause) {
    Throwable why =
        cause != null ? cause : new IllegalStateException("a part of the cluster is missing");
    if (status.enter(State.UP, State.DOWN, why)) {
      lostNanos = System.nanoTime();
      tell(new BackplaneEvent.Disconnected(why));
    } else if (cause != null) {
      status.because(cause);
    }
  }

  private void tell(BackplaneEvent event) {
    BackplaneListener receiver = listener;
    if (receiver != null) {
      receiver.event(event);
    }
  }
}
