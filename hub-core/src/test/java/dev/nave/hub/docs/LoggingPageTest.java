package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Loggers are named after what a line is about, as {@code docs/logging.md} has it. */
class LoggingPageTest {
  private static final Pattern BY_CLASS = Pattern.compile("getLogger\\(\\s*\\w+\\.class");
  private static final Pattern NAME = Pattern.compile("\"(dev\\.nave\\.[a-z.]+)\"");

  @Test
  void noLoggerHasTheNameOfAClass() {
    List<String> found = new ArrayList<>();
    for (String module : List.of("hub-core", "hub-transport-websocket")) {
      for (Path file :
          Pages.files(Pages.TOP.resolve(module).resolve("src/main"), Integer.MAX_VALUE, ".java")) {
        if (BY_CLASS.matcher(String.join("\n", Pages.lines(file))).find()) {
          found.add(file.getFileName().toString());
        }
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void pageHasEachLogger() {
    List<String> names =
        NAME.matcher(
                String.join(
                    "\n",
                    Pages.lines(
                        Pages.TOP.resolve(
                            "hub-core/src/main/java/dev/nave/hub/internal/logging/"
                                + "LogCategory.java"))))
            .results()
            .map(name -> "`" + name.group(1) + "`")
            .toList();

    assertThat(names).hasSizeGreaterThan(4);
    assertThat(String.join("\n", Pages.lines(Pages.docs().resolve("logging.md")))).contains(names);
  }
}
