package dev.nave.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets the official JavaScript client play the checks of the folder javascript. Needs Node. */
class JavaScriptClientIT {
  private static final Path FOLDER = Path.of("javascript").toAbsolutePath();

  @RegisterExtension static final RunningServer server = new RunningServer();

  @TestFactory
  Stream<DynamicTest> theClientIsServed() throws Exception {
    return Requirement.programs("node", "npm").tests(JavaScriptClientIT::play);
  }

  private static Stream<DynamicTest> play() throws Exception {
    installPackages();
    CheckProgram node = new CheckProgram(".+", " \\([\\d.]+ s\\)");
    List<CheckResult> results =
        node.play(FOLDER, List.of("npm", "--silent", "test", "--", server.url()));
    return NotYet.nothing().tests(results);
  }

  /** Does nothing if what the lock file names was installed since it was last changed. */
  private static void installPackages() throws Exception {
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
