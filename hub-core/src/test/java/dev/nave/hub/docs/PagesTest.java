package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps what the pages say about code true. */
class PagesTest {
  private static final List<List<String>> SOURCES = Pages.sources();

  static List<Pages.Block> blocks() {
    return Pages.javaBlocks();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void javaOfThePagesIsCompiled(Pages.Block block) {
    if (SOURCES.stream().noneMatch(source -> holds(source, block.lines()))) {
      fail(
          block
              + ": no file */src/test/java/**/docs/*.java or samples/** has these lines, one after"
              + " another:\n"
              + String.join("\n", block.lines()));
    }
  }

  private static boolean holds(List<String> source, List<String> block) {
    return Collections.indexOfSubList(source, block) >= 0;
  }

  @Test
  void blocksAreFoundWithTheirLine() {
    List<Pages.Block> found =
        Pages.javaBlocks(
            "page", List.of("text", "```java", "  int a;", "", "```", "```js", "b", "```"));

    assertThat(found).containsExactly(new Pages.Block("page", 2, List.of("int a;")));
    assertThat(found).hasToString("[page, line 2]");
  }

  /** A row such as {@code | HandshakeTimesOut | HandshakeTest#isRefusedWhenItIsLate |}. */
  private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Test|[A-Za-z]+IT)#([a-zA-Z]+)`");

  @Test
  void testsThatStandForThoseOfTheReferenceServerExist() {
    List<String> rows =
        Pages.lines(Pages.docs().resolve("reference-tests.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(rows).as("rows of docs/reference-tests.md").hasSizeGreaterThan(40);
    List<Path> tests = Pages.files(Pages.TOP, Integer.MAX_VALUE, ".java");
    Set<String> missing = new TreeSet<>();
    for (String row : rows) {
      Matcher test = TEST.matcher(row);
      boolean any = false;
      while (test.find()) {
        any = true;
        if (!exists(tests, test.group(1), test.group(2))) {
          missing.add(test.group());
        }
      }
      if (!any) {
        missing.add("any test in: " + row);
      }
    }

    assertThat(missing).as("tests that docs/reference-tests.md names and nobody has").isEmpty();
  }

  private static boolean exists(List<Path> tests, String type, String method) {
    return tests.stream()
        .filter(file -> file.getFileName().toString().equals(type + ".java"))
        .anyMatch(
            file ->
                Pages.lines(file).stream().anyMatch(line -> line.contains("void " + method + "(")));
  }
}
