package dev.nave.backplane.redis;

import dev.nave.backplane.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks that a value is within its bounds; else says so with name, value and bounds. */
final class OptionChecks {
  static final Duration SHORTEST = Duration.ofMillis(1);
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");

  private OptionChecks() {}

  static int inRange(String name, int value, int lowest, int highest) {
    return (int) inRange(name, (long) value, lowest, highest);
  }

  static long inRange(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new RedisConfigurationException(
          name + " must be from " + lowest + " to " + highest + " but was " + value);
    }
    return value;
  }

  /** From 1 millisecond to 1 day. */
  static Duration inRange(String name, Duration value) {
    return inRange(name, value, SHORTEST, LONGEST);
  }

  static Duration inRange(String name, Duration value, Duration lowest, Duration highest) {
    if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
      throw new RedisConfigurationException(
          name
              + " must be from "
              + DurationText.show(lowest)
              + " to "
              + DurationText.show(highest)
              + " but was "
              + DurationText.show(value));
    }
    return value;
  }

  static Duration wholeSeconds(String name, Duration value) {
    inRange(name, value, Duration.ofSeconds(1), Duration.ofHours(1));
    if (value.toNanosPart() != 0) {
      throw new RedisConfigurationException(
          name + " must be whole seconds but was " + DurationText.show(value));
    }
    return value;
  }

  /** Shows a value that somebody else wrote: clipped, printable, in quotes. */
  static String quote(String text) {
    return Topics.quote(text);
  }

  /** From 1 to {@code maxChars} printable characters. */
  static String text(String name, String value, int maxChars) {
    boolean printable = value.chars().noneMatch(Character::isISOControl);
    if (value.isEmpty() || value.length() > maxChars || !printable) {
      throw new RedisConfigurationException(
          name
              + " must have from 1 to "
              + maxChars
              + " printable characters but was "
              + quote(value));
    }
    return value;
  }

  static String clientName(String value) {
    boolean accepted = value.chars().allMatch(c -> c > ' ' && c <= '~');
    if (value.isEmpty() || value.length() > 128 || !accepted) {
      throw new RedisConfigurationException(
          "clientName must have from 1 to 128 printable ASCII characters without blanks, as Redis"
              + " wants it, but was "
              + quote(value));
    }
    return value;
  }

  static String prefix(String value) {
    if (value.length() > 512 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new RedisConfigurationException(
          "channelPrefix must have at most 512 characters, all of Unicode, but was "
              + quote(value));
    }
    return value;
  }

  static List<String> tlsVersions(List<String> values) {
    for (String value : values) {
      if (!TLS_VERSIONS.contains(value)) {
        throw new RedisConfigurationException(
            "sslProtocols must be of TLSv1.2 and TLSv1.3 but has "
                + quote(value)
                + "; older versions are not safe");
      }
    }
    return List.copyOf(new LinkedHashSet<>(values));
  }

  /** Clips without quotes. */
  static String clip(String text) {
    String quoted = quote(text);
    return quoted.substring(1, quoted.lastIndexOf('"'));
  }
}
