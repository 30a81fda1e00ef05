package dev.nave.backplane.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import io.lettuce.core.RedisClient;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** A program whose class path has an older Lettuce or Netty. The build puts those into a folder. */
class LibraryVersionsIT {
  private static final Path OLDER = Path.of("target", "older-libraries");

  @Test
  void aProgramWithAnOlderLettuceHearsBothVersions() throws Exception {
    assertThat(outputWith(olderJars("")))
        .startsWith(
            "java.lang.IllegalStateException: the Redis backplane needs Lettuce 7.0 or later, but"
                + " the class path has 6.6.0.RELEASE; ");
  }

  @Test
  void aProgramWithAnOlderNettyHearsBothVersions() throws Exception {
    List<Path> jars = new ArrayList<>(olderJars("netty-"));
    jars.add(jarOf(RedisClient.class));

    assertThat(outputWith(jars))
        .startsWith(
            "java.lang.IllegalStateException: the Redis backplane needs Netty 4.2 or later, but the"
                + " class path has 4.1.118.Final; ");
  }

  private static List<Path> olderJars(String prefix) throws Exception {
    try (Stream<Path> jars = Files.list(OLDER)) {
      List<Path> found =
          jars.filter(jar -> jar.getFileName().toString().startsWith(prefix)).toList();
      assertThat(found).hasSizeGreaterThan(5);
      return found;
    }
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String outputWith(List<Path> libraries) throws Exception {
    List<Path> classPath = new ArrayList<>(libraries);
    for (Class<?> each :
        List.of(CreatingProgram.class, RedisBackplane.class, Backplane.class, Logger.class)) {
      classPath.add(jarOf(each));
    }
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath.stream()
                    .map(path -> path.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator)),
                CreatingProgram.class.getName(),
                "localhost")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String output = new String(program.getInputStream().readAllBytes(), UTF_8);
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return output;
    } finally {
      program.destroyForcibly();
    }
  }
}
