package dev.nave.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The programs of the folder typescript, copied to where clients are generated beside them. */
final class NodeProject {
  private static final Path SOURCES = Path.of("src/test/typescript");
  private static final Path FOLDER = Path.of("target/typescript").toAbsolutePath();

  private NodeProject() {}

  /** Skips the test without Node; installs what the lock file names, and copies the programs. */
  static void prepare() throws Exception {
    for (String program : List.of("node", "npm")) {
      assumeTrue(
          folders().anyMatch(in -> Files.isExecutable(in.resolve(program))),
          "the program \"" + program + "\" is not on the PATH");
    }
    Files.createDirectories(FOLDER);
    Path lock = FOLDER.resolve("package-lock.json");
    boolean isInstalled =
        Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))
            && Files.exists(lock)
            && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(FOLDER.resolve(file.getFileName()), Files.readString(file));
      }
    }
    if (!isInstalled) {
      run(List.of("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"));
    }
  }

  private static Stream<Path> folders() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  /** Writes files into a folder of the project. */
  static void write(String folder, Map<String, String> files) throws IOException {
    Path to = FOLDER.resolve(folder);
    Files.createDirectories(to);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(to.resolve(file.getKey()), file.getValue());
    }
  }

  /** Runs a program of the project and returns what it printed. */
  static String node(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node", program));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s printed:%n%s", command, printed).isZero();
    return printed;
  }
}
