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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/redis.md says what the declarations of the options say. */
class DocumentedOptionsTest {
  private static final Path PAGE = Path.of("..", "docs", "redis.md");
  private static final String BEGIN =
      "<!-- table of the options, as RedisSettings declares them -->";
  private static final String END = "<!-- end of the table -->";
  private static final Set<String> NO_OPTIONS =
      Set.of("builder", "toBuilder", "parse", "toString", "connectionString", "set", "setAll");

  private static String page;

  @BeforeAll
  static void readPage() throws IOException {
    page = Files.readString(PAGE).replace("\r\n", "\n");
  }

  /** To write the table anew: {@code -Dnave.docs.write=true}. */
  @Test
  void theTableIsThatOfTheDeclarations() throws IOException {
    String table =
        Stream.concat(
                Stream.of(
                    "| option | default | range | what it does |", "| --- | --- | --- | --- |"),
                RedisSettings.DECLARED.all().stream().map(Option::tableLine))
            .collect(Collectors.joining("\n", "\n", "\n"));
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("nave.docs.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
      return;
    }

    assertThat(page.substring(begin, end)).isEqualTo(table);
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
