package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Builds the site of the pages in {@code docs}, which fails on links that lead nowhere. Needs Node.
 */
class SiteIT {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCS = TOP.resolve("docs");
  private static final NpmProject SITE = new NpmProject(TOP.resolve("site"));
  private static final Path BUILT = SITE.folder().resolve(".vitepress").resolve("dist");

  @TestFactory
  Stream<DynamicTest> theSiteOfThePages() throws Exception {
    return NpmProject.requirement()
        .tests(
            () ->
                Stream.of(
                    dynamicTest("passes its tests", () -> SITE.run("test", Map.of())),
                    dynamicTest("is built", SiteIT::isBuilt)));
  }

  private static void isBuilt() throws Exception {
    SITE.run("build", Map.of("NAVE_REPOSITORY", "https://git.example/nave"));

    List<Path> pages = pages();
    assertThat(pages).hasSizeGreaterThan(40);
    assertThat(pages).allSatisfy(page -> assertThat(html(page)).exists());
    String home = Files.readString(BUILT.resolve("index.html"));
    String search = searchIndex();
    assertThat(pages)
        .filteredOn(page -> !page.endsWith("README.md"))
        .allSatisfy(
            page -> {
              assertThat(home).as("sidebar").contains("href=\"/" + built(page) + "\"");
              assertThat(search).as("index of the search").contains("/" + built(page) + "#");
            });
    assertThat(Files.readString(html(DOCS.resolve("versions.md"))))
        .contains("href=\"https://git.example/nave/blob/", "/CONTRIBUTING.md#the-api\"");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  private static Path html(Path page) {
    return BUILT.resolve(built(page));
  }

  private static String built(Path page) {
    return DOCS.relativize(page)
        .toString()
        .replace('\\', '/')
        .replaceFirst("README\\.md$", "index.md")
        .replaceFirst("md$", "html");
  }

  private static String searchIndex() throws IOException {
    try (Stream<Path> files = Files.walk(BUILT)) {
      Path index =
          files
              .filter(file -> file.getFileName().toString().contains("localSearchIndex"))
              .findFirst()
              .orElseThrow();
      return Files.readString(index);
    }
  }
}
