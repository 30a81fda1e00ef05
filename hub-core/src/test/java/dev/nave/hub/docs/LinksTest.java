package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the ways between the pages open. */
class LinksTest {
  /** Up to the anchor, such as {@code [groups](groups.md#names)}; without those to other sites. */
  private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:|#)([^)#]+)[^)]*\\)");

  @Test
  void linksLeadToFilesThatExist() {
    List<Path> pages = new ArrayList<>(Pages.files(Pages.docs(), Integer.MAX_VALUE, ".md"));
    pages.addAll(Pages.files(Pages.TOP, 1, ".md"));
    Set<String> broken = new TreeSet<>();
    int found = 0;
    for (Path page : pages) {
      for (String link : links(page).toList()) {
        found++;
        if (!Files.exists(page.resolveSibling(link))) {
          broken.add(Pages.TOP.relativize(page) + ": " + link);
        }
      }
    }

    assertThat(found).as("links between pages").isGreaterThan(40);
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  @Test
  void theIndexNamesEveryPage() {
    List<String> pages =
        Pages.files(Pages.docs(), 1, ".md").stream()
            .map(page -> page.getFileName().toString())
            .filter(page -> !page.equals("README.md"))
            .toList();

    assertThat(links(Pages.docs().resolve("README.md"))).containsAll(pages);
  }

  private static Stream<String> links(Path page) {
    return LINK.matcher(String.join("\n", Pages.lines(page))).results().map(LinksTest::target);
  }

  private static String target(MatchResult link) {
    return link.group(1);
  }
}
