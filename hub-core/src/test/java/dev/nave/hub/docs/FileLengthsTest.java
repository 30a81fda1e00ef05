package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps files as long as one story: a class that grows past the bound has a second job, and that
 * wants a class of its own.
 */
class FileLengthsTest {
  private static final int LONGEST_MAIN = 350;
  private static final int LONGEST_TEST = 400;

  /** One entry after another, most of it Javadoc, to be looked up and not read to the end. */
  private static final List<String> LISTS =
      List.of(
          "/HubMeter.java",
          "/HubOptionDeclarations.java",
          "/HubOptions.java",
          "/RedisOptions.java",
          "/RedisSettings.java",
          "/ServerOptions.java",
          "/WebSocketTransportBuilder.java");

  @Test
  void mainClassesAreOneStory() {
    List<String> longer = longerThan(LONGEST_MAIN, sources("/src/main/"));

    assertThat(longer).hasSameSizeAs(LISTS);
    assertThat(LISTS).allSatisfy(list -> assertThat(longer).anyMatch(file -> isOf(file, list)));
  }

  private static boolean isOf(String file, String list) {
    return file.substring(0, file.indexOf(':')).endsWith(list);
  }

  @Test
  void testClassesAreOneStory() {
    assertThat(longerThan(LONGEST_TEST, sources("/src/test/"))).isEmpty();
  }

  @Test
  void sourcesOfAllModulesAreCounted() {
    assertThat(sources("/src/main/")).hasSizeGreaterThan(500);
    assertThat(sources("/src/test/"))
        .hasSizeGreaterThan(500)
        .anyMatch(file -> file.toString().endsWith(".kt"));
  }

  private static List<Path> sources(String kind) {
    return Stream.of(".java", ".kt")
        .flatMap(ending -> Pages.files(Pages.TOP, Integer.MAX_VALUE, ending).stream())
        .filter(file -> Pages.name(file).contains(kind))
        .toList();
  }

  /** Returns those with more lines, each with their number. */
  private static List<String> longerThan(int bound, List<Path> sources) {
    return sources.stream()
        .filter(file -> Pages.lines(file).size() > bound)
        .map(file -> Pages.name(file) + ": " + Pages.lines(file).size() + " lines")
        .toList();
  }
}
