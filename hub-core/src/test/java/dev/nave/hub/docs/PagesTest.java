package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
            "page",
            List.of(
                "text", "```java", "package b;", "", "  int a;", "", "```", "```js", "b", "```"));

    assertThat(found).containsExactly(new Pages.Block("page", 2, List.of("int a;")));
    assertThat(found).hasToString("[page, line 2]");
  }

  /** An entry such as {@code - `HandshakeTimesOut` `HandshakeTest#isRefusedWhenItIsLate`}. */
  private static final Pattern ENTRY = Pattern.compile("- `([A-Za-z_]+)` (.+)");

  private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Test|[A-Za-z]+IT)#([a-zA-Z]+)`");
  private static final Pattern METHOD = Pattern.compile("(?m)^  void ([a-zA-Z]+)\\(");
  private static final Pattern TESTS = Pattern.compile(TEST + "(, " + TEST + ")*");
  private static final Pattern REASON = Pattern.compile("\\*not applicable, because .{20,}\\*");

  @Test
  void everyTestOfTheReferenceServerHasOneOfOursOrAReason() {
    List<String> page = Pages.lines(Pages.docs().resolve("reference-tests.md"));
    int hubCore = page.indexOf("## Hub core");
    List<String> specification = entries(page.subList(0, hubCore));
    List<String> handler = entries(page.subList(hubCore, page.size()));
    assertThat(specification).as("of the specification of lifetime managers").hasSize(35);
    assertThat(handler).as("of the hub core").hasSize(214);
    Map<String, Set<String>> tests = testsOfThisProject();
    Set<String> names = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (String line : Stream.concat(specification.stream(), handler.stream()).toList()) {
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches() || !names.add(entry.group(1))) {
        wrong.add("no entry, or one that is listed twice: " + line);
        continue;
      }
      String ours = entry.group(2);
      boolean reason = REASON.matcher(ours).matches();
      if (!TESTS.matcher(ours).matches() && !(reason && handler.contains(line))) {
        wrong.add("neither tests nor a reason: " + line);
      }
      TEST.matcher(ours)
          .results()
          .filter(test -> !tests.getOrDefault(test.group(1), Set.of()).contains(test.group(2)))
          .forEach(test -> wrong.add("no such test: " + test.group()));
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void everyTestThatAnswersAnAttackExists() {
    String page = String.join("\n", Pages.lines(Pages.docs().resolve("security.md")));
    Map<String, Set<String>> tests = testsOfThisProject();

    assertThat(TEST.matcher(page).results())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            test ->
                assertThat(tests.getOrDefault(test.group(1), Set.of())).contains(test.group(2)));
  }

  /** Returns each entry as one line, without the line ends inside it. */
  private static List<String> entries(List<String> lines) {
    List<String> entries = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("- `")) {
        entries.add(line);
      } else if (line.startsWith("  ") && !entries.isEmpty()) {
        int last = entries.size() - 1;
        String begun = entries.get(last);
        String text = begun.endsWith("\\") ? begun.substring(0, begun.length() - 1) : begun;
        entries.set(last, text + " " + line.strip());
      }
    }
    return entries;
  }

  private static Map<String, Set<String>> testsOfThisProject() {
    Map<String, Set<String>> tests = new HashMap<>();
    for (Path file : Pages.files(Pages.TOP, Integer.MAX_VALUE, ".java")) {
      String type = file.getFileName().toString().replace(".java", "");
      if (type.endsWith("Test") || type.endsWith("IT")) {
        METHOD
            .matcher(String.join("\n", Pages.lines(file)))
            .results()
            .forEach(
                method -> tests.computeIfAbsent(type, any -> new HashSet<>()).add(method.group(1)));
      }
    }
    return tests;
  }
}
