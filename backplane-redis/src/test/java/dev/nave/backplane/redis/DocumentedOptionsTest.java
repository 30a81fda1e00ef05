package dev.nave.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.options.Option;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/redis.md says what the declarations of the options say. */
class DocumentedOptionsTest {
  private static final int LONGEST_LINE = 120;
  private static final Path PAGE = Path.of("..", "docs", "redis.md");
  private static final String BEGIN = "<!-- the options, as RedisSettings declares them -->";
  private static final String END = "<!-- end of the options -->";
  private static final Set<String> NO_OPTIONS =
      Set.of("builder", "toBuilder", "parse", "toString", "connectionString", "set", "setAll");

  private static String page;

  @BeforeAll
  static void readPage() throws IOException {
    page = Files.readString(PAGE).replace("\r\n", "\n");
  }

  /** To write the list anew: {@code -Dnave.docs.write=true}. */
  @Test
  void theListIsThatOfTheDeclarations() throws IOException {
    String list =
        RedisSettings.DECLARED.all().stream()
            .map(Option::listItem)
            .map(DocumentedOptionsTest::wrapped)
            .collect(Collectors.joining("\n", "\n", "\n"));
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("nave.docs.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + list + page.substring(end));
      return;
    }

    assertThat(page.substring(begin, end)).isEqualTo(list);
  }

  /** Breaks an item of a list into lines as short as those of all pages. */
  private static String wrapped(String item) {
    StringBuilder text = new StringBuilder();
    int length = 0;
    for (String word : item.split(" ", -1)) {
      if (length > 0 && length + 1 + word.length() > LONGEST_LINE) {
        text.append("\n  ").append(word);
        length = 2 + word.length();
      } else {
        text.append(length == 0 ? "" : " ").append(word);
        length += (length == 0 ? 0 : 1) + word.length();
      }
    }
    return text.toString();
  }

  @Test
  void everyAccessorIsADeclaredOptionAndTheOtherWayRound() {
    Set<String> accessors =
        Arrays.stream(RedisOptions.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .filter(name -> !NO_OPTIONS.contains(name))
            .collect(Collectors.toSet());
    List<String> declared = RedisSettings.DECLARED.all().stream().map(Option::name).toList();

    assertThat(accessors).containsExactlyInAnyOrderElementsOf(declared);
  }
}
