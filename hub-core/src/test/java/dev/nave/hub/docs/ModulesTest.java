package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the descriptors of modules complete, and the page about them true. */
class ModulesTest {
  private static final Pattern NAME =
      Pattern.compile("<nave\\.moduleName>([^<]+)</nave\\.moduleName>");
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z-]+)` \\| `(dev\\.nave\\.[a-z.]+)` \\| (real|automatic: .+) \\|$");
  private static final Pattern MODULE = Pattern.compile("(?m)^module ([a-z.]+) \\{$");
  private static final Pattern EXPORTED = Pattern.compile("(?m)^  exports ([a-z.]+);$");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.]+);$");

  @Test
  void thePageNamesEachModuleAndSaysWhetherItHasADescriptor() {
    List<String> modules = new ArrayList<>();
    for (Path module : jars()) {
      Path descriptor = descriptor(module);
      String name = only(NAME, BomTest.pom(module));
      if (Files.exists(descriptor)) {
        assertThat(only(MODULE, text(descriptor))).isEqualTo(name);
      }
      modules.add(
          module.getFileName() + " " + name + (Files.exists(descriptor) ? " real" : " automatic"));
    }

    String page = text(Pages.docs().resolve("packaging.md"));
    assertThat(ROW.matcher(page).results().map(ModulesTest::row))
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void aDescriptorExportsAllPackagesButInternalOnes() {
    List<Path> described = jars().stream().filter(each -> Files.exists(descriptor(each))).toList();

    assertThat(described).hasSizeGreaterThan(5);
    assertThat(described)
        .allSatisfy(
            module ->
                assertThat(all(EXPORTED, text(descriptor(module))))
                    .containsExactlyInAnyOrderElementsOf(api(module)));
  }

  private static List<Path> jars() {
    return BomTest.published().stream()
        .filter(module -> !BomTest.isParent(module) && !module.endsWith("bom"))
        .toList();
  }

  private static Path descriptor(Path module) {
    return module.resolve("src/main/module/module-info.java");
  }

  private static List<String> api(Path module) {
    return Pages.files(module.resolve("src/main/java"), Integer.MAX_VALUE, "package-info.java")
        .stream()
        .map(file -> only(PACKAGE, text(file)))
        .filter(name -> !name.matches(".*\\.internal(\\..*)?"))
        .toList();
  }

  private static String row(MatchResult row) {
    return row.group(1) + " " + row.group(2) + " " + row.group(3).replaceFirst(":.*", "");
  }

  private static String only(Pattern pattern, String text) {
    List<String> found = all(pattern, text);
    assertThat(found).as("%s in %s", pattern, text).hasSize(1);
    return found.get(0);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String text(Path file) {
    return String.join("\n", Pages.lines(file));
  }
}
