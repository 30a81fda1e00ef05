package dev.nave.backplane.redis;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.Checks;
import dev.nave.backplane.options.DurationText;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import java.time.Duration;

/**
 * When TCP probes an idle connection. Where the platform cannot set this, its own times hold.
 *
 * @param idle silence before the first probe; whole seconds, from 1 second to 1 hour
 * @param interval between probes; whole seconds, from 1 second to 1 hour
 * @param count of unanswered probes after which the connection is dead; from 1 to 127
 */
public record KeepAliveTimes(Duration idle, Duration interval, int count) {
  /** 2 s, 1 s, 3: a dead connection is noticed after 5 seconds. */
  public static final KeepAliveTimes DEFAULT =
      new KeepAliveTimes(Duration.ofSeconds(2), Duration.ofSeconds(1), 3);

  /** Checks the components. */
  public KeepAliveTimes {
    checkSeconds("keep-alive idle", idle);
    checkSeconds("keep-alive interval", interval);
    Checks.inRange("keep-alive count", count, 1, 127);
  }

  private static void checkSeconds(String name, Duration value) {
    Checks.inRange(name, value, Duration.ofSeconds(1), Duration.ofHours(1));
    if (value.toNanosPart() != 0) {
      throw new OptionException(
          name + " must be whole seconds but was " + DurationText.show(value));
    }
  }

  /** Reads {@code idle/interval/count}. */
  static KeepAliveTimes parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new OptionException(
          TopicText.quote(text) + " does not look like idle/interval/count, for example 2s/1s/3");
    }
    return new KeepAliveTimes(
        DurationText.parse(parts[0]),
        DurationText.parse(parts[1]),
        OptionType.integer().parse(parts[2]));
  }

  /** Returns what {@link #parse} reads as the same. */
  static String format(KeepAliveTimes times) {
    return times.idle.toSeconds() + "s/" + times.interval.toSeconds() + "s/" + times.count;
  }
}
