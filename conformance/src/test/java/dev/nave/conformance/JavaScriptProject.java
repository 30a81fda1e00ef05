package dev.nave.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The checks of the folder javascript, which the official JavaScript client plays in Node. */
final class JavaScriptProject {
  private static final Path FOLDER = Path.of("javascript").toAbsolutePath();
  private static final CheckProgram CHECKS = new CheckProgram(".+", " \\([\\d.]+ s\\)");

  private JavaScriptProject() {}

  static Requirement requirement() {
    return Requirement.programs("node", "npm");
  }

  /** Plays the checks of a script of package.json against these servers. */
  static List<CheckResult> play(String script, List<String> urls) throws Exception {
    installPackages();
    List<String> command = new ArrayList<>(List.of("npm", "--silent", "run", script, "--"));
    command.addAll(urls);
    return CHECKS.play(FOLDER, command);
  }

  /** Runs a module that may import the client, and returns what it printed. */
  static String run(String module) throws Exception {
    installPackages();
    return CheckProgram.run(FOLDER, List.of("node", "--input-type=module", "--eval", module));
  }

  /** One at a time, also of JVMs: tests run in several. */
  private static synchronized void installPackages() throws Exception {
    Path turn = Files.createDirectories(Path.of("target")).resolve("javascript-packages.lock");
    try (FileChannel file =
            FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      installWhatIsMissing();
    }
  }

  /** Does nothing if what the lock file names was installed since it was last changed. */
  private static void installWhatIsMissing() throws Exception {
    Path installed = FOLDER.resolve("node_modules").resolve(".package-lock.json");
    if (Files.exists(installed) && !isOlder(installed, FOLDER.resolve("package-lock.json"))) {
      return;
    }
    String printed = CheckProgram.run(FOLDER, List.of("npm", "ci", "--prefer-offline"));
    if (!Files.exists(installed)) {
      fail("npm could not install the client:\n" + printed);
    }
  }

  private static boolean isOlder(Path file, Path other) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) < 0;
  }
}
