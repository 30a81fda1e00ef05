package dev.nave.backplane.redis;

import java.time.Duration;

/**
 * When TCP asks whether an idle connection still lives. Where the platform cannot set this, its own
 * times hold.
 *
 * @param idle silence before the first question; whole seconds, from 1 second to 1 hour
 * @param interval between questions; whole seconds, from 1 second to 1 hour
 * @param count of unanswered questions after which the connection is dead; from 1 to 127
 */
public record KeepAliveTimes(Duration idle, Duration interval, int count) {
  /** 2 s, 1 s, 3: a dead link is noticed after 5 seconds. */
  public static final KeepAliveTimes DEFAULT =
      new KeepAliveTimes(Duration.ofSeconds(2), Duration.ofSeconds(1), 3);

  /** Checks the components. */
  public KeepAliveTimes {
    OptionChecks.wholeSeconds("keep-alive idle", idle);
    OptionChecks.wholeSeconds("keep-alive interval", interval);
    OptionChecks.inRange("keep-alive count", count, 1, 127);
  }
}
