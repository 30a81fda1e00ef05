package dev.nave.backplane.options;

import dev.nave.backplane.TopicText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value for each declared option: the default until another one is set. Not thread-safe while it
 * is changed; an options class keeps a {@link #copy} that it never changes.
 */
public final class OptionValues {
  private final DeclaredOptions declared;
  private final @Nullable Object[] values;

  private OptionValues(DeclaredOptions declared, @Nullable Object[] values) {
    this.declared = declared;
    this.values = values;
  }

  /** Returns values that are all at their defaults. */
  public static OptionValues of(DeclaredOptions declared) {
    return new OptionValues(declared, new @Nullable Object[declared.size()]);
  }

  /** Returns values that later changes of these do not reach. */
  public OptionValues copy() {
    return new OptionValues(declared, Arrays.copyOf(values, values.length));
  }

  /** Returns these values where they were set, and others where not. */
  public OptionValues over(OptionValues others) {
    OptionValues merged = others.copy();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        merged.values[i] = values[i];
      }
    }
    return merged;
  }

  /** Returns the value in force; null if there is none, not even by default. */
  @SuppressWarnings("unchecked") // What is stored was checked by the option.
  public <T> @Nullable T find(Option<T> option) {
    Object value = values[option.index()];
    return value != null ? (T) value : option.usual();
  }

  /**
   * Returns the value in force of an option that always has one.
   *
   * @throws IllegalStateException if it has none
   */
  public <T> T get(Option<T> option) {
    T value = find(option);
    if (value == null) {
      throw new IllegalStateException(option.name() + " has no value");
    }
    return value;
  }

  /**
   * Sets a value.
   *
   * @throws OptionException if it is not allowed
   */
  public <T> void set(Option<T> option, T value) {
    values[option.index()] = option.checked(value);
  }

  /** Sets an option to its default. */
  public void reset(Option<?> option) {
    values[option.index()] = null;
  }

  /** Returns whether an option has a value other than its default. */
  public <T> boolean isChanged(Option<T> option) {
    return !Objects.equals(find(option), option.usual());
  }

  /**
   * Sets a value from text, as a file of properties or a connection string has it.
   *
   * @param name in any case, with or without hyphens: {@code publishTimeout}, {@code
   *     publish-timeout}
   * @param text {@code 2s}, {@code true}, {@code 64KiB}, {@code drop-newest}, {@code
   *     json,messagepack}, for example
   * @throws OptionException if there is no such option, the text cannot be read, or the value is
   *     not allowed; the message names all that, but never shows a secret
   */
  public void set(String name, String text) {
    set(declared.get(name), name, text, "");
  }

  /**
   * Sets a value from text.
   *
   * @param name what the text calls the option, for the message of a failure
   * @param where is added to the name in that message, for example {@code " at position 3"}
   * @throws OptionException if the text cannot be read, or the value is not allowed
   */
  public <T> void set(Option<T> option, String name, String text, String where) {
    try {
      values[option.index()] = option.parse(text);
    } catch (OptionException e) {
      String shown = option.isTextHidden() ? "" : "=" + TopicText.quote(text);
      throw new OptionException("cannot use " + name + shown + where + ": " + e.getMessage(), e);
    }
  }

  /**
   * Sets the values of a map whose keys begin with a prefix, in the order of the options, whatever
   * that of the map. Other keys are left alone.
   *
   * @param prefix for example {@code nave.redis.}; what follows it is a name as {@link #set(String,
   *     String)} takes it
   * @throws OptionException as {@link #set(String, String)}, or if two keys name one option; the
   *     message has the whole key
   */
  public void setAll(Map<String, String> map, String prefix) {
    Map<Option<?>, String> keys = new LinkedHashMap<>();
    for (String key : new TreeMap<>(map).keySet()) {
      if (key.startsWith(prefix)) {
        String before = keys.put(optionOf(key, prefix), key);
        if (before != null) {
          throw new OptionException(before + " and " + key + " set the same; give one of them");
        }
      }
    }
    for (Option<?> option : declared.all()) {
      String key = keys.get(option);
      if (key != null) {
        set(option, key, Objects.requireNonNull(map.get(key), key), "");
      }
    }
  }

  private Option<?> optionOf(String key, String prefix) {
    try {
      return declared.get(key.substring(prefix.length()));
    } catch (OptionException e) {
      throw new OptionException("cannot use " + TopicText.quote(key) + ": " + e.getMessage(), e);
    }
  }

  /** Returns the text of the value in force; null if there is no value or it has no text. */
  public <T> @Nullable String text(Option<T> option) {
    T value = find(option);
    return value == null ? null : option.format(value);
  }

  /** Two are equal if the same values are in force. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OptionValues that
        && declared == that.declared
        && declared.all().stream().allMatch(each -> Objects.equals(find(each), that.find(each)));
  }

  @Override
  public int hashCode() {
    return declared.all().stream().map(this::find).toList().hashCode();
  }

  /**
   * Returns all values in force, {@code name=value, name=value}, with secrets masked. What only
   * code can set is left out: it may hold secrets of the application.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Option<?> option : declared.all()) {
      append(option, text);
    }
    return text.toString();
  }

  /**
   * Returns the values that differ from their defaults, {@code name=value, name=value}, with
   * secrets masked; empty if none does. Of what only code can set there is the name alone: it may
   * hold secrets of the application.
   */
  public String changed() {
    StringBuilder text = new StringBuilder();
    for (Option<?> option : declared.all()) {
      if (isChanged(option) && option.hasText()) {
        append(option, text);
      } else if (isChanged(option)) {
        text.append(text.isEmpty() ? "" : ", ").append(option.name()).append(" is set");
      }
    }
    return text.toString();
  }

  private <T> void append(Option<T> option, StringBuilder text) {
    T value = find(option);
    if (value != null && option.hasText()) {
      String shown = option.format(value);
      text.append(text.isEmpty() ? "" : ", ")
          .append(option.name())
          .append('=')
          .append(shown != null ? shown : value);
    }
  }
}
