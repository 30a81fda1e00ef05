package dev.nave.conformance.differential;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where our server is not to show what the reference does, each with its reason. */
public final class DeliberateDifferences {
  /**
   * One difference.
   *
   * @param id how reports name it
   * @param reason why ours is right, for a reader of a report
   * @param page where the documentation says so
   * @param matcher whether a difference is this one
   */
  record Entry(String id, String reason, String page, Predicate<Comparison.Difference> matcher) {}

  private final List<Entry> entries;

  private DeliberateDifferences(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  static DeliberateDifferences of(Entry... entries) {
    return new DeliberateDifferences(List.of(entries));
  }

  /** Returns all that there are. */
  public static DeliberateDifferences all() {
    return of();
  }

  /** Returns the ids of all. */
  public List<String> ids() {
    return entries.stream().map(Entry::id).toList();
  }

  /** Returns the id of the entry that explains a difference. */
  Optional<String> explain(Comparison.Difference difference) {
    return entries.stream()
        .filter(entry -> entry.matcher().test(difference))
        .map(Entry::id)
        .findFirst();
  }
}
