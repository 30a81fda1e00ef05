package dev.nave.backplane;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of one node's connection to the medium at one moment.
 *
 * @param state what works
 * @param since when that state began
 * @param cause what made or keeps the node {@link State#STARTING} or {@link State#DOWN}; null if
 *     nothing is wrong
 * @param desiredSubscriptions number of topics that the node wants; none once it is closed
 * @param confirmedSubscriptions number of those that the medium confirmed; fewer than desired while
 *     the connection is restored, and none when it is down
 */
public record BackplaneHealth(
    State state,
    Instant since,
    @Nullable Throwable cause,
    int desiredSubscriptions,
    int confirmedSubscriptions) {

  /** What a node's connection can do. */
  public enum State {
    /** {@link Backplane#start} was not called yet. */
    NEW,
    /** Never was up so far; tries. */
    STARTING,
    /** Publishing and receiving both work. */
    UP,
    /** Was up, and tries to be so again. */
    DOWN,
    /** Was closed, or gave up starting. */
    CLOSED
  }

  /** Checks the components. */
  public BackplaneHealth {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    if (desiredSubscriptions < 0 || confirmedSubscriptions < 0) {
      throw new IllegalArgumentException(
          "numbers of subscriptions must not be negative but were "
              + desiredSubscriptions
              + " desired and "
              + confirmedSubscriptions
              + " confirmed");
    }
  }
}
