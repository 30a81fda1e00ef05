package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps main code and pages in the words of the field: the subject of a sentence is a class or a
 * party of the protocol, and what happens has the field's verb.
 */
class LanguageTest {
  /** Longer lines of a page are not read. */
  private static final int LONGEST_LINE = 120;

  /** Scenarios keep the names under which they were recorded. */
  private final Set<String> scenarios =
      Pages.files(Pages.TOP.resolve("conformance/expected"), Integer.MAX_VALUE, ".txt").stream()
          .map(file -> file.getFileName().toString().replace(".txt", ""))
          .collect(Collectors.toSet());

  private final Language language = new Language(scenarios::contains, Set.of());

  @Test
  void mainCodeNamesWhoActs() {
    List<Path> sources = mainSources(".java").toList();
    List<String> found = new ArrayList<>();
    for (Path source : sources) {
      report(source, language.inJava(String.join("\n", Pages.lines(source))), found);
    }
    for (Path page : mainSources(".js", ".html").toList()) {
      report(page, language.inPage(String.join("\n", Pages.lines(page))), found);
    }

    assertThat(sources).as("sources").hasSizeGreaterThan(100);
    assertThat(found).isEmpty();
  }

  @Test
  void pagesNameWhoActs() {
    List<String> found = new ArrayList<>();
    for (Path page : pages()) {
      report(page, language.inPage(String.join("\n", current(page))), found);
    }

    assertThat(found).isEmpty();
  }

  @Test
  void linesOfPagesAreNotLong() {
    List<String> found = new ArrayList<>();
    for (Path page : pages()) {
      String name = Pages.name(page);
      if (!name.equals("CHANGELOG.md")) {
        List<String> lines = Pages.lines(page);
        for (int i = 0; i < lines.size(); i++) {
          int length = lines.get(i).codePointCount(0, lines.get(i).length());
          if (length > LONGEST_LINE) {
            found.add(name + ":" + (i + 1) + ": " + length + " characters");
          }
        }
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void wordsAreFoundInCommentsTextsAndIdentifiers() {
    Language strict = new Language(name -> name.equals("wish"), Set.of("they owe"));
    String source =
        """
        /** What a {@link Wish} is for
         * somebody, {@link #wish} apart. */
        int owedAnswers = wish("in vain"); // Goodbyes.
        String a = "they owe", b = "bestowed";
        """;

    assertThat(strict.inJava(source))
        .containsExactlyInAnyOrder(
            new Language.Found(1, "Wish"),
            new Language.Found(2, "somebody"),
            new Language.Found(3, "owedAnswers"),
            new Language.Found(3, "vain"),
            new Language.Found(3, "Goodbyes"));
  }

  @Test
  void wordsAreFoundInPages() {
    Language strict = new Language(name -> name.equals("wished"), Set.of());

    assertThat(strict.inPage("Names\nthat `wished` `noStranger`:\nwhoever\nwished."))
        .containsExactlyInAnyOrder(
            new Language.Found(2, "noStranger"),
            new Language.Found(3, "whoever"),
            new Language.Found(4, "wished"));
  }

  private static Stream<Path> mainSources(String... endings) {
    return Stream.of(endings)
        .flatMap(ending -> Pages.files(Pages.TOP, Integer.MAX_VALUE, ending).stream())
        .filter(
            file ->
                Pages.name(file).contains("/src/main/") && !Pages.name(file).contains("/vendor/"));
  }

  /** Returns the pages that people read: not those of installed npm packages, for example. */
  private static List<Path> pages() {
    Set<Path> pages = new TreeSet<>(Pages.files(Pages.docs(), Integer.MAX_VALUE, ".md"));
    pages.addAll(Pages.files(Pages.TOP, 2, ".md"));
    pages.addAll(Pages.files(Pages.TOP.resolve("samples"), 2, ".md"));
    return List.copyOf(pages);
  }

  /** Returns the lines that may still change: of the changelog what is not released. */
  private static List<String> current(Path page) {
    List<String> lines = Pages.lines(page);
    if (!Pages.name(page).equals("CHANGELOG.md")) {
      return lines;
    }
    int unreleased = lines.indexOf("## Unreleased");
    int end = unreleased + 1;
    while (end < lines.size() && !lines.get(end).startsWith("## ")) {
      end++;
    }
    return lines.subList(0, end);
  }

  private static void report(Path file, List<Language.Found> words, List<String> found) {
    words.forEach(word -> found.add(Pages.name(file) + ":" + word.line() + ": " + word.word()));
  }
}
