package dev.nave.hub.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds words that make a reader guess who acts: in comments, texts and pages as whole words, in
 * code as parts of identifiers ({@code PendingResultIds}, {@code no_wish}).
 */
final class Language {
  private static final Pattern REFUSED =
      Pattern.compile(
          "nobod(y|ies)|somebod(y|ies)|whoever|(un)?wish(es|ed|ing)?|ow(e|es|ed|ing)|goodbyes?"
              + "|strangers?|vain");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Pattern PART = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

  /** Comments, then texts, so that a quote in a comment begins no text. */
  private static final Pattern JAVA_TEXT =
      Pattern.compile(
          "(?s)/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'");

  /** Names inside a comment that stand for code: links, and what is marked as code. */
  private static final Pattern JAVADOC_CODE =
      Pattern.compile("(?s)\\{@(?:link|linkplain|code) [^}]*}");

  private static final Pattern PAGE_CODE = Pattern.compile("(?s)```.*?```|`[^`]+`");

  private final Predicate<String> allowedName;
  private final Set<String> allowedTexts;

  /**
   * Creates a search.
   *
   * @param allowedName which identifiers are allowed all the same
   * @param allowedTexts which string literals are, such as texts of the protocol
   */
  Language(Predicate<String> allowedName, Set<String> allowedTexts) {
    this.allowedName = allowedName;
    this.allowedTexts = allowedTexts;
  }

  /** A refused word. */
  record Found(int line, String word) {}

  /** Searches a Java source. */
  List<Found> inJava(String source) {
    List<Found> found = new ArrayList<>();
    StringBuilder code = new StringBuilder(source);
    Matcher texts = JAVA_TEXT.matcher(source);
    while (texts.find()) {
      blank(code, texts.start(), texts.end());
      String text = texts.group();
      if (text.startsWith("/*")) {
        search(source, texts.start(), text, JAVADOC_CODE, found);
      } else if (!allowedTexts.contains(text.substring(1, text.length() - 1))) {
        prose(source, texts.start(), text, found);
      }
    }
    names(source, 0, code.toString(), found);
    return found;
  }

  /** Searches a page: Markdown, or anything else whose code stands between backticks. */
  List<Found> inPage(String page) {
    List<Found> found = new ArrayList<>();
    search(page, 0, page, PAGE_CODE, found);
    return found;
  }

  private void search(String whole, int at, String text, Pattern code, List<Found> found) {
    StringBuilder prose = new StringBuilder(text);
    for (MatchResult span : code.matcher(text).results().toList()) {
      blank(prose, span.start(), span.end());
      names(whole, at + span.start(), span.group(), found);
    }
    prose(whole, at, prose.toString(), found);
  }

  private static void prose(String whole, int at, String text, List<Found> found) {
    NAME.matcher(text)
        .results()
        .filter(name -> isRefused(name.group()))
        .forEach(name -> found.add(new Found(line(whole, at + name.start()), name.group())));
  }

  private void names(String whole, int at, String code, List<Found> found) {
    NAME.matcher(code)
        .results()
        .filter(name -> isRefused(name.group()) && !allowedName.test(name.group()))
        .forEach(name -> found.add(new Found(line(whole, at + name.start()), name.group())));
  }

  private static boolean isRefused(String name) {
    return PART.matcher(name)
        .results()
        .anyMatch(part -> REFUSED.matcher(part.group().toLowerCase(Locale.ROOT)).matches());
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  private static int line(String whole, int at) {
    return 1 + (int) whole.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
