package dev.nave.backplane.options;

import dev.nave.backplane.TopicText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of one options class, in the order in which they are documented and applied. Filled
 * while that class is initialised, immutable from then on.
 */
public final class DeclaredOptions {
  private final List<Option<?>> all = new ArrayList<>();
  private final Map<String, Option<?>> byName = new HashMap<>();

  /** Begins to declare the option {@code name}, as code has it. */
  public <T> Option.Builder<T> option(String name, OptionType<T> type) {
    return new Option.Builder<>(this, name, type);
  }

  void add(Option<?> option) {
    for (String name : option.names()) {
      if (byName.putIfAbsent(Option.normalized(name), option) != null) {
        throw new IllegalStateException("two options are called " + name);
      }
    }
    all.add(option);
  }

  int size() {
    return all.size();
  }

  /** Returns all options. */
  public List<Option<?>> all() {
    return Collections.unmodifiableList(all);
  }

  private Stream<String> names() {
    return all.stream().filter(Option::hasText).flatMap(option -> option.names().stream());
  }

  /** Returns the option of a name in any case, without hyphens; null if there is none. */
  public @Nullable Option<?> find(String name) {
    return byName.get(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the option of a name, in any case, with or without hyphens: {@code publishTimeout},
   * {@code publish-timeout}.
   *
   * @throws OptionException if there is none; the message suggests a name that is near
   */
  public Option<?> get(String name) {
    Option<?> option = byName.get(Option.normalized(name));
    if (option == null) {
      String hint =
          name.indexOf('-') < 0
              ? DidYouMean.hint(name, names())
              : DidYouMean.hint(name, names().map(Option::hyphenated));
      throw new OptionException("unknown option " + TopicText.quote(name) + hint);
    }
    return option;
  }
}
