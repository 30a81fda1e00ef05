package dev.nave.backplane.redis.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where redis-server comes from: the PATH, else a container, else the real program that the library
 * embedded-redis carries. The system property {@code nave.redis} ({@code path}, {@code docker},
 * {@code embedded} or {@code oldest}) decides otherwise.
 */
enum RedisProgram {
  PATH {
    @Override
    boolean isPossible() {
      return Requirement.program(NAME).isPresent();
    }

    @Override
    RedisProcess start(Path config, @Nullable Namespace namespace, String... more) {
      Path program = Requirement.program(NAME).orElseThrow();
      return local(program, config, namespace, more);
    }
  },

  DOCKER {
    @Override
    boolean isPossible() {
      return isPresent("org.testcontainers.DockerClientFactory") && ContainerProcess.isPossible();
    }

    @Override
    RedisProcess start(Path config, @Nullable Namespace namespace, String... more) {
      if (namespace != null) {
        throw Requirement.missing("a container cannot run in a network namespace of ours");
      }
      return ContainerProcess.start(config, more);
    }
  },

  EMBEDDED {
    @Override
    boolean isPossible() {
      return isPresent("redis.embedded.RedisExecProvider");
    }

    @Override
    RedisProcess start(Path config, @Nullable Namespace namespace, String... more) {
      return local(EmbeddedProgram.file(), config, namespace, more);
    }
  },

  /** Redis 6.2, for Linux; only where it is asked for. The build has unpacked it. */
  OLDEST {
    @Override
    boolean isPossible() {
      return System.getProperty("os.name").startsWith("Linux") && Files.exists(OLDEST_FILE);
    }

    @Override
    RedisProcess start(Path config, @Nullable Namespace namespace, String... more) {
      if (!Files.isExecutable(OLDEST_FILE) && !OLDEST_FILE.toFile().setExecutable(true)) {
        throw Requirement.missing("cannot make " + OLDEST_FILE + " executable");
      }
      return local(OLDEST_FILE.toAbsolutePath(), config, namespace, more);
    }
  };

  private static final Path OLDEST_FILE =
      Path.of("target", "oldest-redis")
          .resolve(
              System.getProperty("os.arch").equals("aarch64")
                  ? "redis-server-6.2.7-linux-arm64"
                  : "redis-server-6.2.6-v5-linux-amd64");
  private static final String NAME = "redis-server";
  private static final String PROPERTY = "nave.redis";

  abstract boolean isPossible();

  abstract RedisProcess start(Path config, @Nullable Namespace namespace, String... more);

  /** Returns the one to use; skips the test if there is none. */
  static RedisProgram find() {
    String forced = System.getProperty(PROPERTY, "");
    List<RedisProgram> candidates =
        forced.isEmpty() ? List.of(PATH, DOCKER, EMBEDDED) : List.of(named(forced));
    for (RedisProgram candidate : candidates) {
      if (candidate.isPossible()) {
        return candidate;
      }
    }
    throw Requirement.missing(
        "no redis-server: not on the PATH, no Docker, no embedded-redis among the dependencies"
            + (forced.isEmpty() ? "" : "; asked for by " + PROPERTY + ": " + forced));
  }

  /** Returns this one; skips the test if it is not there. */
  RedisProgram orSkip() {
    if (!isPossible()) {
      throw Requirement.missing("no redis-server of the kind " + name().toLowerCase(Locale.ROOT));
    }
    return this;
  }

  private static RedisProgram named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    PROPERTY + " must be path, docker, embedded or oldest but was " + name));
  }

  private static boolean isPresent(String className) {
    try {
      return Class.forName(className, false, RedisProgram.class.getClassLoader()) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static RedisProcess local(
      Path program, Path config, @Nullable Namespace namespace, String... more) {
    List<String> command = new ArrayList<>();
    if (namespace != null) {
      command.addAll(namespace.inside());
    }
    command.add(program.toString());
    command.add(config.toString());
    command.addAll(List.of(more));
    return ChildProcess.start(command, config.resolveSibling("redis.log"));
  }
}
