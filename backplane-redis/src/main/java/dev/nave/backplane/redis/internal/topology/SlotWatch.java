package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.Stages;
import dev.nave.backplane.redis.RedisEndpoint;
import dev.nave.backplane.redis.RedisEvent;
import dev.nave.backplane.redis.internal.connect.ConnectionPair;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.RetrySchedule;
import dev.nave.backplane.redis.internal.execution.CoalescedTask;
import dev.nave.backplane.redis.internal.report.Reporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks which server has which slots: at the pace of the reconnect policy until the cluster was seen
 * once, then now and then, and soon when something was not where it should be. One look at a time,
 * and one that is due.
 *
 * <p><b>Threading.</b> Coordinator only, but for {@link #soon}.
 */
final class SlotWatch {
  private static final Duration SETTLING = Duration.ofMillis(100);

  /** Looking may take as long as several nodes that do not answer. */
  private static final int CONNECT_TIMEOUTS = 4;

  private final NodeContext context;
  private final ClusterView view;
  private final Observer observer;
  private final RetrySchedule schedule;
  private final CoalescedTask lookingSoon;
  private @Nullable Future<?> due;
  private long dueNanos;
  private boolean looking;
  private boolean again;
  private boolean seen;
  private boolean closed;

  /** Observes the slots. On the coordinator. */
  interface Observer {
    void seen(List<ClusterView.Member> members);

    /** The cluster was not seen yet; returns whether to go on trying. */
    boolean attemptFailed(int attempt, Throwable cause);
  }

  SlotWatch(NodeContext context, ClusterView view, Observer observer) {
    this.context = context;
    this.view = view;
    this.observer = observer;
    this.lookingSoon = new CoalescedTask(context.coordinator()::execute, () -> within(SETTLING));
    this.schedule = new RetrySchedule(context.options());
  }

  void start() {
    attempt(null);
  }

  private void attempt(@Nullable Throwable cause) {
    Duration policy = schedule.next(cause);
    Duration delay = cause == null ? Duration.ZERO : policy;
    RedisEndpoint seed = context.options().endpoints().get(0);
    context
        .reporter()
        .event(
            new RedisEvent.Attempt(
                schedule.attempt(),
                delay,
                context.options().reconnectPolicy().toString(),
                seed,
                cause));
    lookIn(delay);
  }

  /** Any thread. */
  void soon() {
    var unusedResult = lookingSoon.request();
  }

  /** Looks after a delay at the latest, once the cluster was seen at all. */
  void within(Duration delay) {
    if (seen && looking) {
      again = true;
    } else if (seen) {
      lookIn(delay);
    }
  }

  private void lookIn(Duration delay) {
    long at = System.nanoTime() + delay.toNanos();
    Future<?> earlier = due;
    if (closed || (earlier != null && !earlier.isDone() && dueNanos - at <= 0)) {
      return;
    }
    if (earlier != null) {
      earlier.cancel(false);
    }
    dueNanos = at;
    due = context.coordinator().after(delay, this::look);
  }

  private void look() {
    due = null;
    if (looking || closed) {
      return;
    }
    looking = true;
    ConnectionPair.inTime(
            view.refresh(),
            context.options().connectTimeout().multipliedBy(CONNECT_TIMEOUTS),
            "cannot ask the cluster at",
            context.options().endpoints().get(0))
        .whenComplete(
            (members, failure) -> context.coordinator().execute(() -> looked(members, failure)));
  }

  private void looked(@Nullable List<ClusterView.Member> members, @Nullable Throwable failure) {
    looking = false;
    if (closed) {
      return;
    }
    if (members != null) {
      seen = true;
      observer.seen(members);
    } else if (failure != null) {
      Throwable cause = Stages.unwrap(failure);
      context.reporter().line("cannot see the cluster: " + Reporter.reason(cause));
      if (!seen && observer.attemptFailed(schedule.attempt(), cause)) {
        attempt(cause);
      }
    }
    if (again) {
      again = false;
      within(SETTLING);
    }
  }

  void close() {
    closed = true;
    Future<?> next = due;
    if (next != null) {
      next.cancel(false);
    }
    view.close();
  }
}
