package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps the example in the README the one that is compiled here. */
class ReadmeTest {
  private static final Path EXAMPLE =
      Path.of("src/main/java/dev/nave/samples/chat/HubInTenLines.java");
  private static final Path README = Path.of("../../README.md");

  @Test
  void readmeShowsTheHubInTenLinesAsItIsCompiled() throws IOException {
    assertThat(Files.readString(README)).contains("```java\n" + markedLines(EXAMPLE) + "```\n");
  }

  private static String markedLines(Path source) throws IOException {
    String text = Files.readString(source);
    String begin = "// README: begin\n";
    int from = text.indexOf(begin);
    int to = text.indexOf("// README: end\n");
    assertThat(from).as("the begin marker in %s", source).isNotNegative();
    assertThat(to).as("the end marker in %s", source).isGreaterThan(from);
    return text.substring(from + begin.length(), to);
  }
}
