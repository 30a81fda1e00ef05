package dev.nave.backplane.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The keys of one connection string with their values, checked for being known and given once, then
 * applied in the order of the table.
 *
 * <p>Messages show keys and values, but never a value whose key is secret or unknown (it may be
 * misspelt), and nothing but positions of what may be the rest of a password.
 */
final class Assignments {
  private static final Pattern LIKE_A_KEY = Pattern.compile("\\$?[A-Za-z]{1,30}");

  private record Given(String key, String value, int position) {}

  private final Map<OptionKey, Given> given = new LinkedHashMap<>();
  private final Map<String, Integer> others = new LinkedHashMap<>();
  private final List<String> notices = new ArrayList<>();

  /**
   * Takes a key and its value.
   *
   * @param position of the key in the string, from 1
   * @param hidden whether the key itself may be part of a secret
   */
  void put(String key, String value, int position, boolean hidden) {
    OptionKey known = OptionKeys.BY_NAME.get(key.toLowerCase(Locale.ROOT));
    if (known == null) {
      putOther(key, value, position, hidden);
      return;
    }
    Given before = given.putIfAbsent(known, new Given(key, value, position));
    if (before != null) {
      throw new RedisConfigurationException(
          before.key.equalsIgnoreCase(key)
              ? twice(key, before.position, position)
              : before.key
                  + at(before.position)
                  + " and "
                  + key
                  + at(position)
                  + " set the same; give one of them");
    }
  }

  private void putOther(String key, String value, int position, boolean hidden) {
    String notice;
    try {
      notice = OtherKeys.notice(key, value);
    } catch (RedisConfigurationException e) {
      throw new RedisConfigurationException(
          "cannot accept the key " + OptionChecks.quote(key) + at(position) + ": " + e.getMessage(),
          e);
    }
    if (notice == null) {
      throw unknown(key, position, hidden);
    }
    Integer before = others.putIfAbsent(key.toLowerCase(Locale.ROOT), position);
    if (before != null) {
      throw new RedisConfigurationException(twice(key, before, position));
    }
    if (!notice.isEmpty()) {
      notices.add(notice);
    }
  }

  private static RedisConfigurationException unknown(String key, int position, boolean hidden) {
    boolean shown = !hidden && LIKE_A_KEY.matcher(key).matches();
    String suggestion =
        KeySuggestion.nearest(key).map(known -> "; did you mean " + known + "?").orElse("");
    return new RedisConfigurationException(
        "unknown key "
            + (shown ? OptionChecks.quote(key) : "(not shown, as it may be part of a password)")
            + at(position)
            + suggestion
            + (hidden ? "; " + StackExchangeString.QUOTING : ""));
  }

  boolean has(String key) {
    return given.containsKey(OptionKeys.BY_NAME.get(key.toLowerCase(Locale.ROOT)));
  }

  /** Sets everything in the builder. */
  void applyTo(RedisOptions.Builder builder) {
    for (OptionKey key : OptionKeys.ALL) {
      Given value = given.get(key);
      if (value != null) {
        apply(key, value, builder);
      }
    }
    noticeOverridden("syncTimeout", "asyncTimeout", "publishTimeout");
    noticeOverridden("asyncTimeout", "publishTimeout");
    builder.settings.notices = List.copyOf(notices);
  }

  private static void apply(OptionKey key, Given value, RedisOptions.Builder builder) {
    try {
      key.setter().accept(builder, value.value);
    } catch (RedisConfigurationException e) {
      String shown = key.secret() ? "" : "=" + OptionChecks.quote(value.value);
      throw new RedisConfigurationException(
          "cannot use " + value.key + shown + at(value.position) + ": " + e.getMessage(), e);
    }
  }

  private void noticeOverridden(String key, String... stronger) {
    for (String other : stronger) {
      if (has(key) && has(other)) {
        notices.add(key + " has no effect: " + other + " is given, too, and counts");
        return;
      }
    }
  }

  private static String twice(String key, int first, int second) {
    return "the key "
        + OptionChecks.quote(key)
        + " stands twice, at positions "
        + first
        + " and "
        + second;
  }

  static String at(int position) {
    return " at position " + position;
  }
}
