package dev.nave.backplane;

import java.time.Duration;
import java.util.Objects;

/**
 * What happened to a node's link: {@link Connected} once, then any number of times {@link
 * Disconnected} and {@link Restored}, in turn.
 */
public sealed interface BackplaneEvent {
  /** The node came up for the first time. Told before the stage of {@link Backplane#start} ends. */
  record Connected() implements BackplaneEvent {}

  /**
   * The node went down: from now on publications are refused and others' are missed.
   *
   * @param cause why, as far as it is known
   */
  record Disconnected(Throwable cause) implements BackplaneEvent {
    /** Checks the component. */
    public Disconnected {
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * The node is up again: publishing and receiving work, and the desired subscriptions were made
   * anew. Single ones may still wait for their confirmation; {@link BackplaneHealth} counts them.
   *
   * @param outage time since {@link Disconnected}; not negative
   */
  record Restored(Duration outage) implements BackplaneEvent {
    /** Checks the component. */
    public Restored {
      if (outage.isNegative()) {
        throw new IllegalArgumentException("outage must not be negative but was " + outage);
      }
    }
  }
}
