package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The checks that later work will make pass: a file with a title a line, and with comments after
 * {@code #}. They must fail until then, so that the list stays true.
 */
final class NotYet {
  private final String list;
  private final Set<String> titles;

  private NotYet(String list, Set<String> titles) {
    this.list = list;
    this.titles = titles;
  }

  static NotYet nothing() {
    return new NotYet("the empty list", Set.of());
  }

  static NotYet read(Path file) throws IOException {
    return new NotYet(
        file.getFileName().toString(),
        Files.readAllLines(file, UTF_8).stream()
            .map(line -> line.replaceFirst("(^| +)#.*", "").trim())
            .filter(title -> !title.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /** Returns the part whose titles begin with the name of a group and a colon, less that. */
  NotYet group(String name) {
    String beginning = name + ": ";
    return new NotYet(
        list + " (" + name + ")",
        titles.stream()
            .filter(title -> title.startsWith(beginning))
            .map(title -> title.substring(beginning.length()))
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /** Returns the part that is not in a group named {@code sometimes}. */
  NotYet steady() {
    return new NotYet(
        list,
        titles.stream()
            .filter(title -> !title.startsWith("sometimes: "))
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  boolean lists(String title) {
    return titles.contains(title);
  }

  /** Returns a test for each check that was played, and one for the list itself. */
  Stream<DynamicTest> tests(List<CheckResult> results) {
    return Stream.concat(
        results.stream().map(this::test),
        Stream.of(
            DynamicTest.dynamicTest(
                list + " lists only what is played", () -> listsOnly(results))));
  }

  private DynamicTest test(CheckResult result) {
    return lists(result.title())
        ? DynamicTest.dynamicTest(result.title() + " (not yet)", () -> fails(result))
        : DynamicTest.dynamicTest(result.title(), () -> passes(result));
  }

  private void fails(CheckResult result) {
    if (result.passed()) {
      fail(result.title() + " passes now: take it out of " + list);
    }
  }

  private static void passes(CheckResult result) {
    if (!result.passed()) {
      fail(result.detail());
    }
  }

  private void listsOnly(List<CheckResult> results) {
    assertThat(results).extracting(CheckResult::title).containsAll(titles);
  }
}
