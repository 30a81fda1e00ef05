package dev.nave.spring.boot.autoconfigure;

import dev.nave.spring.boot.NavePropertyException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The properties below a prefix, as names and texts of options. The options themselves say which
 * names and texts there are. Immutable.
 */
public final class OptionTexts {
  private static final Pattern ELEMENT = Pattern.compile("(.+?)[\\[.](\\d+)]?");

  private final String prefix;
  private final Map<String, String> texts;

  private OptionTexts(String prefix, Map<String, String> texts) {
    this.prefix = prefix;
    this.texts = texts;
  }

  /** Reads the properties below a prefix such as {@code nave.hub}. */
  public static OptionTexts of(Environment environment, String prefix) {
    Map<String, String> bound =
        Binder.get(environment)
            .bind(prefix, Bindable.mapOf(String.class, String.class))
            .orElse(Map.of());
    return of(prefix, bound);
  }

  /** Takes what is bound below a prefix. */
  static OptionTexts of(String prefix, Map<String, String> bound) {
    return new OptionTexts(prefix, joined(bound));
  }

  /** The elements of a list, which each have a name with an index, become one text with commas. */
  static Map<String, String> joined(Map<String, String> bound) {
    Map<String, String> texts = new TreeMap<>();
    Map<String, Map<Integer, String>> lists = new TreeMap<>();
    bound.forEach(
        (name, text) -> {
          Matcher element = ELEMENT.matcher(name);
          if (element.matches()) {
            lists
                .computeIfAbsent(element.group(1), any -> new TreeMap<>())
                .put(Integer.parseInt(element.group(2)), text);
          } else {
            texts.put(name, text);
          }
        });
    lists.forEach(
        (name, elements) ->
            texts.put(name, elements.values().stream().collect(Collectors.joining(","))));
    return texts;
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Returns these without some, which are no options. */
  public OptionTexts without(String... names) {
    Map<String, String> rest = new TreeMap<>(texts);
    for (String name : names) {
      rest.keySet().removeIf(key -> normalized(key).equals(normalized(name)));
    }
    return new OptionTexts(prefix, rest);
  }

  /** Returns the text of one option alone. */
  OptionTexts only(String name) {
    Map<String, String> one = new TreeMap<>(texts);
    one.keySet().removeIf(key -> !normalized(key).equals(normalized(name)));
    return new OptionTexts(prefix, one);
  }

  /** Takes the text of an option. */
  @FunctionalInterface
  public interface Setter {
    /** Sets the option, or throws an {@link IllegalArgumentException} that says what is wrong. */
    void set(String name, String text);
  }

  /**
   * Hands all to the options.
   *
   * @throws NavePropertyException if one is refused
   */
  public void apply(Setter options) {
    texts.forEach(
        (name, text) -> {
          try {
            options.set(name, text);
          } catch (IllegalArgumentException e) {
            throw new NavePropertyException(prefix + "." + name, String.valueOf(e.getMessage()), e);
          }
        });
  }

  static String normalized(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
