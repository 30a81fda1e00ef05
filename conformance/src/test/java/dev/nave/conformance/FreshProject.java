package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A project of an application, outside of this one, with the files that a page of docs shows. */
final class FreshProject implements AutoCloseable {
  private static final Path JAR = Path.of("target", "chat-1.jar");
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private final Path folder;
  private final Path log;
  private final FreshRepository repository;
  private @Nullable Process running;

  FreshProject(Path folder, FreshRepository repository) {
    this.folder = folder;
    this.repository = repository;
    log = folder.resolve("application.log");
  }

  void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Builds the jar: with what the local repository has if that is all it needs. */
  void build(String... options) throws Exception {
    List<String> goal = new ArrayList<>(List.of("--quiet"));
    goal.addAll(List.of(options));
    goal.add("package");
    String printed = maven("--offline", goal);
    if (!Files.exists(folder.resolve(JAR))) {
      printed += maven("--no-transfer-progress", goal);
    }
    if (!Files.exists(folder.resolve(JAR))) {
      fail("Maven made no " + JAR + ":\n" + printed);
    }
  }

  /**
   * Runs Maven, and returns what it printed, whether it succeeded or not: with what the local
   * repository has if that is all it needs.
   */
  String maven(String... goals) throws Exception {
    String printed = maven("--offline", List.of(goals));
    return printed.contains("in offline mode")
        ? maven("--no-transfer-progress", List.of(goals))
        : printed;
  }

  private String maven(String first, List<String> rest) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "mvn",
                first,
                "--batch-mode",
                "-Dmaven.repo.local=" + repository.folder(),
                "-Dmaven.test.skip=true"));
    command.addAll(rest);
    return CheckProgram.run(folder, command);
  }

  /** Starts the application on a free port and returns that. */
  int start() throws IOException {
    Process application = launch();
    await()
        .atMost(START_TIMEOUT)
        .until(() -> !application.isAlive() || log().contains(" Started "));
    Matcher port = PORT.matcher(log());
    if (!port.find()) {
      fail("the application logged no port:\n" + log());
    }
    return Integer.parseInt(port.group(1));
  }

  /** Starts the application, waits until it has ended by itself, and returns what it logged. */
  String logOfFailedStart() throws Exception {
    Process application = launch();
    if (!application.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      fail("the application did not end:\n" + log());
    }
    return log();
  }

  private Process launch() throws IOException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    Process application =
        new ProcessBuilder(
                java, "-XX:TieredStopAtLevel=1", "-jar", JAR.toString(), "--server.port=0")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    running = application;
    return application;
  }

  private String log() throws IOException {
    return Files.readString(log, UTF_8);
  }

  @Override
  public void close() throws InterruptedException {
    Process application = running;
    if (application != null) {
      application.destroy();
      if (!application.waitFor(30, TimeUnit.SECONDS)) {
        application.destroyForcibly();
      }
    }
  }
}
