package dev.nave.backplane.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the values of connection strings; a message shows the value and says what is allowed. */
final class ValueText {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

  private ValueText() {}

  static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default ->
          throw new RedisConfigurationException(
              OptionChecks.quote(text) + " is neither true, yes, on, 1 nor false, no, off, 0");
    };
  }

  static long wholeNumber(String text) {
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw new RedisConfigurationException(OptionChecks.quote(text) + " is no whole number");
    }
    return Long.parseLong(text);
  }

  /** Like {@link #wholeNumber}; what an int cannot hold becomes its largest or smallest. */
  static int integer(String text) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, wholeNumber(text)));
  }

  static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    String all =
        Arrays.stream(type.getEnumConstants())
            .map(Enum::name)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new RedisConfigurationException(OptionChecks.quote(text) + " is none of " + all);
  }

  /** RESP versions as StackExchange.Redis writes them. */
  static RespVersion protocol(String text) {
    return switch (text) {
      case "2" -> RespVersion.RESP2;
      case "3" -> RespVersion.RESP3;
      default -> oneOf(RespVersion.class, text);
    };
  }

  /** TLS versions, separated by a bar: Java's names or .NET's; {@code None} for the defaults. */
  static List<String> tlsVersions(String text) {
    return Arrays.stream(text.split("\\|", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !name.equalsIgnoreCase("none"))
        .map(ValueText::tlsVersion)
        .toList();
  }

  private static String tlsVersion(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "tls12", "tlsv1.2" -> "TLSv1.2";
      case "tls13", "tlsv1.3" -> "TLSv1.3";
      default -> name;
    };
  }

  static KeepAliveTimes keepAliveTimes(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new RedisConfigurationException(
          OptionChecks.quote(text)
              + " does not look like idle/interval/count, for example 2s/1s/3");
    }
    return new KeepAliveTimes(
        DurationText.parse(parts[0]), DurationText.parse(parts[1]), integer(parts[2]));
  }

  /** The reverse of {@link #keepAliveTimes(String)}. */
  static String text(KeepAliveTimes times) {
    return times.idle().toSeconds() + "s/" + times.interval().toSeconds() + "s/" + times.count();
  }

  /** The reverse of {@link #oneOf}. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
