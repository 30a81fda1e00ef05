package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the list of {@code nave-bom} complete. */
class BomTest {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern MANAGED =
      Pattern.compile(
          "<groupId>dev\\.nave</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "<version>\\$\\{project\\.version}</version>");

  private static final Path ROOT = Objects.requireNonNull(Pages.docs().getParent());

  @Test
  void namesEveryPublishedModuleAndNothingElse() {
    List<String> published = new ArrayList<>();
    addPublished(ROOT, published);

    assertThat(managed()).isNotEmpty().containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void hasTheVersionOfTheOthers() {
    assertThat(first(VERSION, own(bom()))).isEqualTo(first(VERSION, own(pom(ROOT))));
  }

  private static List<String> managed() {
    return MANAGED.matcher(bom()).results().map(found -> found.group(1)).toList();
  }

  private static void addPublished(Path folder, List<String> published) {
    String pom = pom(folder);
    List<String> modules = MODULE.matcher(pom).results().map(found -> found.group(1)).toList();
    if (modules.isEmpty()
        && !pom.contains("<maven.deploy.skip>true</maven.deploy.skip>")
        && !folder.endsWith("bom")) {
      published.add(first(ARTIFACT, own(pom)));
    }
    modules.forEach(module -> addPublished(folder.resolve(module), published));
  }

  private static String bom() {
    return pom(ROOT.resolve("bom"));
  }

  private static String pom(Path folder) {
    return String.join("\n", Pages.lines(folder.resolve("pom.xml")));
  }

  /** What a module says of itself: not of its parent. */
  private static String own(String pom) {
    int parent = pom.indexOf("</parent>");
    return parent < 0 ? pom.substring(pom.indexOf("<modelVersion>")) : pom.substring(parent);
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
    return found.group(1);
  }
}
