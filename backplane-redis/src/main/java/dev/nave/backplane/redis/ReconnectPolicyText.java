package dev.nave.backplane.redis;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.DurationText;
import dev.nave.backplane.options.OptionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Policies as connection strings name them: {@code interactive}, {@code background}, {@code
 * linear:2s}, {@code incremental:1s:1s:10s} and {@code exponential:250ms:4s}, each with {@code
 * +immediate} behind it or not.
 */
final class ReconnectPolicyText {
  private static final String IMMEDIATE = "+immediate";

  private ReconnectPolicyText() {}

  static ReconnectPolicy parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(IMMEDIATE)) {
      String others = lower.substring(0, lower.length() - IMMEDIATE.length());
      return parse(others, text).withImmediateFirstRetry();
    }
    return parse(lower, text);
  }

  private static ReconnectPolicy parse(String lower, String whole) {
    List<String> parts = List.of(lower.split(":", -1));
    List<Duration> times = new ArrayList<>();
    for (String part : parts.subList(1, parts.size())) {
      times.add(DurationText.parse(part));
    }
    String form = parts.get(0) + "/" + times.size();
    return switch (form) {
      case "interactive/0" -> ReconnectPolicy.interactive();
      case "background/0" -> ReconnectPolicy.background();
      case "linear/1" -> ReconnectPolicy.linear(times.get(0));
      case "incremental/3" -> ReconnectPolicy.incremental(times.get(0), times.get(1), times.get(2));
      case "exponential/2" -> ReconnectPolicy.exponential(times.get(0), times.get(1));
      default ->
          throw new OptionException(
              TopicText.quote(whole)
                  + " is no policy; they look like interactive, background, linear:2s,"
                  + " incremental:1s:1s:10s or exponential:250ms:4s, perhaps with "
                  + IMMEDIATE);
    };
  }

  /** Returns what {@link #parse} reads; null for what only code can make. */
  static @Nullable String format(ReconnectPolicy policy) {
    if (policy instanceof ReconnectPolicies.ImmediateFirst immediate) {
      String others = format(immediate.others);
      return others == null ? null : others + IMMEDIATE;
    }
    if (policy instanceof ReconnectPolicies.Linear linear) {
      return "linear:" + DurationText.format(linear.interval);
    }
    if (policy instanceof ReconnectPolicies.Incremental incremental) {
      return "incremental:"
          + DurationText.format(incremental.first)
          + ":"
          + DurationText.format(incremental.step)
          + ":"
          + DurationText.format(incremental.max);
    }
    if (policy instanceof ReconnectPolicies.Exponential exponential) {
      return "exponential:"
          + DurationText.format(exponential.first)
          + ":"
          + DurationText.format(exponential.max);
    }
    return null;
  }
}
