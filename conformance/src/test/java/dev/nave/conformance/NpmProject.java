package dev.nave.conformance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A folder with a {@code package.json} and a lock file.
 *
 * @param folder its absolute path
 */
record NpmProject(Path folder) {
  static Requirement requirement() {
    return Requirement.programs("node", "npm");
  }

  /**
   * Does nothing if what the lock file names was installed since it was last changed. One at a
   * time, also of JVMs: tests run in several.
   */
  void install() throws Exception {
    synchronized (NpmProject.class) {
      Path turn = Files.createDirectories(Path.of("target")).resolve("npm.lock");
      try (FileChannel file =
              FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock unusedLock = file.lock()) {
        installWhatIsMissing();
      }
    }
  }

  private void installWhatIsMissing() throws Exception {
    Path installed = folder.resolve("node_modules").resolve(".package-lock.json");
    if (!Files.exists(installed) || isOlder(installed, folder.resolve("package-lock.json"))) {
      CheckProgram.succeed(folder, List.of("npm", "ci", "--prefer-offline"), Map.of());
    }
  }

  /** Runs a script of {@code package.json}, and returns what it printed; throws if it fails. */
  String run(String script, Map<String, String> environment) throws Exception {
    install();
    return CheckProgram.succeed(folder, List.of("npm", "--silent", "run", script), environment);
  }

  private static boolean isOlder(Path file, Path other) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) < 0;
  }
}
