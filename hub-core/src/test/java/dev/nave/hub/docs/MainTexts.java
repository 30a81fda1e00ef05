package dev.nave.hub.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The string literals of the main sources. Literals that are joined by {@code +} are one text; what
 * stands between them, and {@code {}} or {@code %s} in them, is a gap.
 */
final class MainTexts {
  /** Stands for a value that is not known before the program runs. */
  private static final char GAP = '\0';

  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'");

  private static final Pattern WORD = Pattern.compile("[A-Za-z]{4,}");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int FEWEST_LETTERS = 4;

  private final List<String> texts = new ArrayList<>();
  private final Set<String> identifiers = new TreeSet<>();

  MainTexts(List<Path> sources) {
    sources.forEach(source -> add(String.join("\n", Pages.lines(source))));
  }

  /** Takes the literals of one source. */
  MainTexts(String source) {
    add(source);
  }

  private void add(String source) {
    StringBuilder open = null;
    int end = 0;
    Matcher next = COMMENT_OR_LITERAL.matcher(source);
    StringBuilder code = new StringBuilder();
    while (next.find()) {
      String between = source.substring(end, next.start());
      code.append(between);
      end = next.end();
      if (next.group().startsWith("/")) {
        continue;
      }
      if (!next.group().startsWith("\"")) {
        code.append('x'); // Of a character no more is known than that it is a value.
        continue;
      }
      String joint = code.toString();
      open = joined(open, joint, literal(next.group()));
      code.setLength(0);
      IDENTIFIER.matcher(joint).results().forEach(name -> identifiers.add(name.group()));
    }
    code.append(source.substring(end));
    IDENTIFIER.matcher(code).results().forEach(name -> identifiers.add(name.group()));
    close(open, code.toString());
  }

  /** Returns the text that a literal belongs to, and ends the one before if that is another. */
  private StringBuilder joined(@Nullable StringBuilder open, String joint, String literal) {
    String trimmed = joint.strip();
    if (open != null && isSum(trimmed)) {
      return open.append(trimmed.equals("+") ? "" : String.valueOf(GAP)).append(literal);
    }
    close(open, joint);
    StringBuilder begun = new StringBuilder(trimmed.endsWith("+") ? String.valueOf(GAP) : "");
    return begun.append(literal);
  }

  private void close(@Nullable StringBuilder open, String joint) {
    if (open != null) {
      String rest = joint.strip().startsWith("+") ? String.valueOf(GAP) : "";
      texts.add((open + rest).stripTrailing());
    }
  }

  private static boolean isSum(String joint) {
    return joint.startsWith("+")
        && joint.endsWith("+")
        && joint.indexOf(';') < 0
        && joint.indexOf('{') < 0
        && joint.chars().filter(c -> c == '(').count()
            == joint.chars().filter(c -> c == ')').count();
  }

  private static String literal(String quoted) {
    return quoted
        .substring(1, quoted.length() - 1)
        .replaceAll("\\\\u+[0-9A-Fa-f]{4}", String.valueOf(GAP))
        .translateEscapes()
        .replaceAll("\\{}|%[sd]", String.valueOf(GAP));
  }

  /** Whether an identifier stands in the code. */
  boolean hasIdentifier(String name) {
    return identifiers.contains(name);
  }

  /**
   * Whether a quoted text, with {@code ..} for values, can be made by the code, and at least half
   * of its letters are those of the literals, not of values.
   */
  boolean makes(String quoted) {
    String text = quoted.replace("..", String.valueOf(GAP));
    List<String> words = WORD.matcher(text).results().map(word -> word.group()).toList();
    long letters = text.chars().filter(Character::isLetter).count();
    return letters >= FEWEST_LETTERS
        && texts.stream()
            .filter(made -> 2 * words.stream().filter(made::contains).count() >= words.size())
            .anyMatch(made -> 2L * common(text, made) >= letters);
  }

  /**
   * Returns how many letters of {@code a} and {@code b} are the same letters in a text that both of
   * them describe; negative if there is no such text.
   */
  private static int common(String a, String b) {
    int[] after = new int[b.length() + 1];
    for (int i = a.length(); i >= 0; i--) {
      int[] at = new int[b.length() + 1];
      for (int j = b.length(); j >= 0; j--) {
        at[j] = best(a, i, b, j, at, after);
      }
      after = at;
    }
    return after[0];
  }

  private static int best(String a, int i, String b, int j, int[] at, int[] after) {
    boolean endA = i == a.length();
    boolean endB = j == b.length();
    if (endA && endB) {
      return 0;
    }
    int best = Integer.MIN_VALUE / 2;
    if (!endA && !endB && a.charAt(i) == b.charAt(j) && a.charAt(i) != GAP) {
      best = after[j + 1] + (Character.isLetter(a.charAt(i)) ? 1 : 0);
    }
    if (!endA && (a.charAt(i) == GAP || (!endB && b.charAt(j) == GAP))) {
      best = Math.max(best, after[j]); // The gap of a is over, or that of b takes a letter more.
    }
    if (!endB && (b.charAt(j) == GAP || (!endA && a.charAt(i) == GAP))) {
      best = Math.max(best, at[j + 1]);
    }
    return best;
  }
}
