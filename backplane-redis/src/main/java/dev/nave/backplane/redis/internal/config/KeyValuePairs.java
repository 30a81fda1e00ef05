package dev.nave.backplane.redis.internal.config;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.DidYouMean;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one connection string with their values, checked for being known and given once, then
 * applied in the order of the options.
 *
 * <p>Messages show keys and values, but never a value whose key is secret or unknown (it may be
 * misspelt), and nothing but positions of what may be the rest of a password.
 */
public final class KeyValuePairs {
  static final String QUOTING = "a password with a comma must be quoted: password=\"a,b\"";

  private static final Pattern LIKE_A_KEY = Pattern.compile("\\$?[A-Za-z]{1,30}");

  private record Pair(String key, String value, int position) {}

  private final ConnectionKeys keys;
  private final Map<Option<?>, Pair> given = new LinkedHashMap<>();
  private final Map<String, Pair> foreign = new LinkedHashMap<>();
  private final List<String> notices = new ArrayList<>();

  KeyValuePairs(ConnectionKeys keys) {
    this.keys = keys;
  }

  /**
   * Takes a key and its value.
   *
   * @param position of the key in the string, from 1
   * @param hidden whether the key itself may be part of a secret
   */
  void put(String key, String value, int position, boolean hidden) {
    Option<?> known = keys.find(key);
    if (known == null) {
      putForeign(key, value, position, hidden);
      return;
    }
    Pair before = given.putIfAbsent(known, new Pair(key, value, position));
    if (before != null) {
      throw new OptionException(
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

  /** Takes what follows from the kind of string, where it gives no value of its own. */
  void putIfAbsent(String key, String value) {
    given.putIfAbsent(Objects.requireNonNull(keys.find(key), key), new Pair(key, value, 1));
  }

  private void putForeign(String key, String value, int position, boolean hidden) {
    String notice = ForeignKeys.synonymOf(key) != null ? "" : notice(key, value, position);
    if (notice == null) {
      throw unknown(key, position, hidden);
    }
    Pair before = foreign.putIfAbsent(key.toLowerCase(Locale.ROOT), new Pair(key, value, position));
    if (before != null) {
      throw new OptionException(twice(key, before.position, position));
    }
    if (!notice.isEmpty()) {
      notices.add(notice);
    }
  }

  private static @Nullable String notice(String key, String value, int position) {
    try {
      return ForeignKeys.notice(key, value);
    } catch (OptionException e) {
      throw new OptionException(
          "cannot accept the key " + TopicText.quote(key) + at(position) + ": " + e.getMessage(),
          e);
    }
  }

  private OptionException unknown(String key, int position, boolean hidden) {
    boolean shown = !hidden && LIKE_A_KEY.matcher(key).matches();
    return new OptionException(
        "unknown key "
            + (shown ? TopicText.quote(key) : "(not shown, as it may be part of a password)")
            + at(position)
            + DidYouMean.hint(key, Stream.concat(keys.names(), ForeignKeys.names()))
            + (hidden ? "; " + QUOTING : ""));
  }

  /** Sets everything; returns the settings that have no effect, one sentence each. */
  public List<String> applyTo(OptionValues values) {
    Map<Option<?>, String> weaker = applySynonyms(values);
    keys.all()
        .forEach(
            option -> {
              Pair pair = given.get(option);
              if (pair != null) {
                apply(option, pair, values);
                noticeOverridden(weaker.get(option), pair.key);
              }
            });
    return List.copyOf(notices);
  }

  /** Sets what synonyms say, the weakest first; returns the strongest one for each option. */
  private Map<Option<?>, String> applySynonyms(OptionValues values) {
    Map<Option<?>, String> strongest = new LinkedHashMap<>();
    for (String synonym : ForeignKeys.SYNONYMS.keySet()) {
      Pair pair = foreign.get(synonym.toLowerCase(Locale.ROOT));
      if (pair != null) {
        Option<?> option =
            Objects.requireNonNull(keys.find(ForeignKeys.SYNONYMS.get(synonym)), synonym);
        apply(option, pair, values);
        noticeOverridden(strongest.put(option, synonym), synonym);
      }
    }
    return strongest;
  }

  private void noticeOverridden(@Nullable String weaker, String stronger) {
    if (weaker != null) {
      notices.add(weaker + " has no effect: " + stronger + " is given, too, and counts");
    }
  }

  private static <T> void apply(Option<T> option, Pair pair, OptionValues values) {
    values.set(option, pair.key, pair.value, at(pair.position));
  }

  private static String twice(String key, int first, int second) {
    return "the key "
        + TopicText.quote(key)
        + " stands twice, at positions "
        + first
        + " and "
        + second;
  }

  private static String at(int position) {
    return " at position " + position;
  }
}
