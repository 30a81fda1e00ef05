package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageBlocksTest {
  private static final List<String> PAGE =
      """
      The first is `pom.xml`:

      ```xml
      <a>

      </a>
      ```

      Then, in the shell:

      ```sh
      ls `pom.xml`:
      ```

      A hub, which is
      `src/main/java/Hub.java`:

      ```java
      class Hub {}
      ```
      """
          .lines()
          .toList();

  @Test
  void blocksAreFoundByLanguage() {
    assertThat(PageBlocks.of(PAGE, "xml")).containsExactly("<a>\n\n</a>\n");
    assertThat(PageBlocks.of(PAGE, "js")).isEmpty();
  }

  @Test
  void filesAreNamedByTheParagraphBeforeTheirBlock() {
    assertThat(PageBlocks.files(PAGE))
        .containsOnlyKeys("pom.xml", "src/main/java/Hub.java")
        .containsEntry("src/main/java/Hub.java", "class Hub {}\n");
  }

  @Test
  void aFileThatIsThereTwiceIsAnError() {
    List<String> twice = List.of("`a`:", "", "```x", "```", "`a`:", "", "```x", "```");

    assertThatThrownBy(() -> PageBlocks.files(twice)).hasMessage("the page has a twice");
  }
}
