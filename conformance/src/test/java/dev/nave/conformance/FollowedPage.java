package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder in which a test does what a page says: its files are written, its commands are run. */
final class FollowedPage {
  private static final Pattern ADDRESS = Pattern.compile("(?m)^Open (http://localhost:\\d+)$");
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private final Path folder;
  private final Map<String, String> environment;

  /** Maven uses this local repository, as if it was the one of the user. */
  FollowedPage(Path folder, FreshRepository repository) {
    this.folder = folder;
    String options = System.getenv().getOrDefault("MAVEN_OPTS", "");
    environment = Map.of("MAVEN_OPTS", options + " -Dmaven.repo.local=" + repository.folder());
  }

  void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Runs commands in the shell, and returns what they printed; throws if one fails. */
  String run(String commands) throws Exception {
    return CheckProgram.succeed(folder, shell(commands), environment);
  }

  /** Starts a command that prints an address, and does not end by itself. */
  Server start(String command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(shell(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Server server = new Server(builder.start(), log);
    try {
      await()
          .atMost(START_TIMEOUT)
          .until(() -> !server.process.isAlive() || server.hasPrintedAddress());
      server.address();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static List<String> shell(String commands) {
    return List.of("bash", "-ec", commands);
  }

  /** A running server, whose output goes to a file. */
  static final class Server implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Server(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    private boolean hasPrintedAddress() throws IOException {
      return ADDRESS.matcher(Files.readString(log, UTF_8)).find();
    }

    /** Returns the address that it has printed. */
    String address() throws IOException {
      String printed = Files.readString(log, UTF_8);
      Matcher address = ADDRESS.matcher(printed);
      if (!address.find()) {
        throw new IllegalStateException("the server printed no address:\n" + printed);
      }
      return address.group(1);
    }

    /** Ends it with the programs that it has started. */
    @Override
    public void close() {
      List<ProcessHandle> started = process.descendants().toList();
      started.forEach(ProcessHandle::destroy);
      process.destroy();
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          started.forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
