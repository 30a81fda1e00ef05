package dev.nave.backplane.redis.internal.node;

import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.internal.report.Reporter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What state a node is in, since when and why. Any thread; the last state is CLOSED. */
final class NodeStatus {
  private volatile Now now = new Now(State.NEW, Instant.now(), null);

  /** The state at one moment. */
  record Now(State state, Instant since, @Nullable Throwable cause) {}

  Now now() {
    return now;
  }

  boolean is(State state) {
    return now.state() == state;
  }

  /** Whether it was started and not closed. */
  boolean isRunning() {
    return !is(State.NEW) && !is(State.CLOSED);
  }

  /** Whether it was up once; on a cluster some servers can be published to while it is down. */
  boolean mayPublish() {
    return is(State.UP) || is(State.DOWN);
  }

  /** Changes the state if it is one that is expected; returns whether it was. */
  synchronized boolean enter(State expected, State next, @Nullable Throwable cause) {
    if (!is(expected)) {
      return false;
    }
    now = new Now(next, Instant.now(), cause);
    return true;
  }

  /** Closes it; returns whether it was open. */
  synchronized boolean close(@Nullable Throwable cause) {
    boolean open = !is(State.CLOSED);
    if (open) {
      now = new Now(State.CLOSED, Instant.now(), cause);
    }
    return open;
  }

  /** Notes why it is still starting or down. */
  synchronized void because(Throwable cause) {
    if (is(State.STARTING) || is(State.DOWN)) {
      now = new Now(now.state(), now.since(), cause);
    }
  }

  /** Returns what to fail with because of the state. */
  BackplaneUnavailableException refusal(String action) {
    Now seen = now;
    Throwable cause = seen.cause();
    String detail = cause == null ? "" : ": " + Reporter.reason(cause);
    return switch (seen.state()) {
      case NEW ->
          refusal(
              RefusalReason.NOT_STARTED, action, "the Redis backplane was not started yet", null);
      case CLOSED ->
          refusal(RefusalReason.CLOSED, action, "the Redis backplane was closed" + detail, cause);
      default ->
          refusal(RefusalReason.UNAVAILABLE, action, "no connection to Redis" + detail, cause);
    };
  }

  private static BackplaneUnavailableException refusal(
      RefusalReason reason, String action, String why, @Nullable Throwable cause) {
    return new BackplaneUnavailableException(reason, "cannot " + action + ": " + why, cause);
  }
}
