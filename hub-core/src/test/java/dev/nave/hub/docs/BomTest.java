package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the list of {@code nave-bom} complete, and what is published together. */
class BomTest {
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern MANAGED =
      Pattern.compile(
          "<groupId>dev\\.nave</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "<version>\\$\\{project\\.version}</version>");

  /** In a page: in a dependency of a POM, or as Gradle and prose have it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "dev\\.nave:[a-z-]+:([\\w.-]+)"
              + "|<groupId>dev\\.nave</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*"
              + "<version>([\\w.-]+)</version>");

  private static final String KEPT = "<maven.deploy.skip>true</maven.deploy.skip>";

  private static final Path ROOT = Objects.requireNonNull(Pages.docs().getParent());

  @Test
  void namesEveryPublishedModuleAndNothingElse() {
    List<String> published = new ArrayList<>();
    for (Path module : published()) {
      if (!isParent(module) && !module.endsWith("bom")) {
        published.add(first(ARTIFACT, own(pom(module))));
      }
    }

    assertThat(managed()).isNotEmpty().containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void modulesAreDeployedIfAReleaseBuildsThem() {
    assertThat(modules(ROOT, true)).isNotEmpty();
    assertThat(modules(ROOT, true)).allSatisfy(program -> assertThat(pom(program)).contains(KEPT));
    assertThat(published()).allSatisfy(module -> assertThat(pom(module)).doesNotContain(KEPT));
  }

  @Test
  void everyPublishedModuleSaysWhatItIsAndHasSourcesAndJavadoc() {
    for (Path module : published()) {
      String pom = pom(module);
      assertThat(own(pom)).as("%s", module).contains("<name>Nave: ").contains("<description>");
      if (!isParent(module) && !module.endsWith("bom")) {
        assertThat(isBuilt(pom, "maven-source-plugin", "<classifier>sources</classifier>"))
            .as("sources of %s", module)
            .isTrue();
        assertThat(isBuilt(pom, "maven-javadoc-plugin", "<classifier>javadoc</classifier>"))
            .as("Javadoc of %s", module)
            .isTrue();
      }
    }
  }

  @Test
  void isReleasedWithThePluginsOfTheOthers() {
    for (String plugin : List.of("maven-gpg-plugin", "central-publishing-maven-plugin")) {
      Pattern version = Pattern.compile(plugin + "</artifactId>\\s*<version>([^<]+)</version>");
      assertThat(first(version, bom())).isEqualTo(first(version, pom(ROOT)));
    }
  }

  @Test
  void hasTheVersionOfTheOthers() {
    assertThat(first(VERSION, own(bom()))).isEqualTo(first(VERSION, own(pom(ROOT))));
  }

  @Test
  void pagesNameTheVersionOfTheBuild() {
    String version = first(VERSION, own(pom(ROOT)));
    List<Path> pages = new ArrayList<>(Pages.files(Pages.docs(), 1, ".md"));
    pages.add(ROOT.resolve("README.md"));
    List<String> named = new ArrayList<>();
    for (Path page : pages) {
      NAMED
          .matcher(String.join("\n", Pages.lines(page)))
          .results()
          .forEach(found -> named.add(found.group(1) == null ? found.group(2) : found.group(1)));
    }

    assertThat(named).hasSizeGreaterThan(15).containsOnly(version);
  }

  private static List<String> managed() {
    return MANAGED.matcher(bom()).results().map(found -> found.group(1)).toList();
  }

  /** Returns the folders of the modules that are published. */
  static List<Path> published() {
    return withChildren(modules(ROOT, false));
  }

  /** Returns the modules that a pom has always, or those that a release leaves out. */
  private static List<Path> modules(Path folder, boolean programs) {
    String pom = pom(folder);
    int profiles = pom.contains("<profiles>") ? pom.indexOf("<profiles>") : pom.length();
    return MODULE
        .matcher(programs ? pom.substring(profiles) : pom.substring(0, profiles))
        .results()
        .map(found -> folder.resolve(found.group(1)))
        .toList();
  }

  private static List<Path> withChildren(List<Path> modules) {
    List<Path> all = new ArrayList<>(modules);
    modules.forEach(module -> all.addAll(withChildren(modules(module, false))));
    return all;
  }

  static boolean isParent(Path module) {
    return pom(module).contains("<packaging>pom</packaging>") && !module.endsWith("bom");
  }

  /** A module without Java makes the jar by hand. */
  private static boolean isBuilt(String pom, String plugin, String byHand) {
    return pom.contains("<artifactId>" + plugin + "</artifactId>") || pom.contains(byHand);
  }

  private static String bom() {
    return pom(ROOT.resolve("bom"));
  }

  static String pom(Path folder) {
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
