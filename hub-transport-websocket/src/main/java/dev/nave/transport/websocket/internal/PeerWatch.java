package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.HttpEndpoint.Patience;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the operating system finds out that a client is gone that said nothing: by probes where
 * nothing is under way (TCP keep-alive), and by a bound of the time for which sent bytes may stay
 * unacknowledged (TCP user time-out), which the JDK's own sockets do not have.
 *
 * <p>A silent client is probed after {@code idle} and given up after {@code timeout} more at the
 * latest. Source: tcp(7); RFC 5482.
 *
 * @param idle after how long a silence the first probe goes out
 * @param timeout how long a probe or sent bytes may stay unanswered
 */
public record PeerWatch(Duration idle, Duration timeout) {
  static final int PROBES = 6;

  /** The most that Linux takes for the times of keep-alive, in seconds. */
  private static final int MOST_SECONDS = 32_767;

  private static final long MOST_MILLIS = Integer.MAX_VALUE;

  /** Takes what is set; else what the hubs have patience for. */
  static PeerWatch of(@Nullable Duration set, Patience patience) {
    return new PeerWatch(patience.silence(), set == null ? patience.gone() : set);
  }

  int userTimeoutMillis() {
    return (int) Math.max(1, Math.min(MOST_MILLIS, millis(timeout)));
  }

  int idleSeconds() {
    return seconds(millis(idle));
  }

  int intervalSeconds() {
    return seconds(millis(timeout) / PROBES);
  }

  private static int seconds(long millis) {
    return (int) Math.max(1, Math.min(MOST_SECONDS, (millis + 999) / 1_000));
  }

  /** A duration that no number of milliseconds holds is the longest one. */
  private static long millis(Duration time) {
    try {
      return time.toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE - 1_000;
    }
  }
}
