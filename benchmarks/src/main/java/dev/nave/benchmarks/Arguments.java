package dev.nave.benchmarks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The {@code --name value} pairs and {@code --name} switches of a command line. Every name must be
 * asked for once, so that {@link #rejectUnknown} can tell a misspelt one.
 */
final class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  /** Reads {@code words}; a name that is followed by another name, or by nothing, is a switch. */
  Arguments(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        throw new IllegalArgumentException("expected an option (--name) but was \"" + word + "\"");
      }
      boolean hasValue = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
      values.put(word.substring(2), hasValue ? words.get(++i) : "");
    }
  }

  /** Returns whether the switch is there. */
  boolean has(String name) {
    return find(name).isPresent();
  }

  String text(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  /** Returns a value that has no default. */
  String required(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
  }

  /** Returns a number, {@code fallback} if it is not there; it must not be below {@code least}. */
  int number(String name, int fallback, int least) {
    return find(name).map(value -> parse(name, value, least)).orElse(fallback);
  }

  /** Returns the numbers with commas between; none if they are not there. */
  List<Long> numbers(String name, int least) {
    return find(name).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(each -> (long) parse(name, each, least))
        .toList();
  }

  private static int parse(String name, String value, int least) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " must be a number but was " + value, e);
    }
    throw new IllegalArgumentException(
        "--" + name + " must be at least " + least + " but was " + value);
  }

  /** Fails if there is a name that was not asked for. */
  void rejectUnknown() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no option --" + name + "; this command knows --" + String.join(", --", sortedNames()));
      }
    }
  }

  private Set<String> sortedNames() {
    return new TreeSet<>(known);
  }

  /** Returns the words that were read. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(each -> ("--" + each.getKey() + " " + each.getValue()).strip())
        .collect(Collectors.joining(" "));
  }

  /** Returns a value that may be missing. */
  Optional<String> find(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }
}
