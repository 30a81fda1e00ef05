package dev.nave.backplane.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses which name was meant by one that is unknown. */
public final class DidYouMean {
  /** What is longer is no misspelling, and would only cost time. */
  private static final int LONGEST_MISSPELLING = 40;

  private DidYouMean() {}

  /**
   * Returns the known name that is fewest edits away, regardless of case, if those are at most a
   * third of its letters; of several the first.
   */
  public static Optional<String> nearest(String unknown, Stream<String> names) {
    if (unknown.length() > LONGEST_MISSPELLING) {
      return Optional.empty();
    }
    String lower = unknown.toLowerCase(Locale.ROOT);
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String known : names.toList()) {
      int edits = edits(lower, known.toLowerCase(Locale.ROOT));
      if (edits < fewest && edits <= Math.max(1, known.length() / 3)) {
        best = known;
        fewest = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Returns {@code "; did you mean NAME?"}, or nothing if no name is near. */
  public static String hint(String unknown, Stream<String> names) {
    return nearest(unknown, names).map(known -> "; did you mean " + known + "?").orElse("");
  }

  /** Levenshtein's distance: letters inserted, removed or exchanged. */
  static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    Arrays.setAll(above, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(exchanged, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
