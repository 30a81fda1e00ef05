package dev.nave.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The checks of the folder javascript, which the official JavaScript client plays in Node. */
final class JavaScriptProject {
  private static final NpmProject PROJECT = new NpmProject(Path.of("javascript").toAbsolutePath());
  private static final CheckProgram CHECKS = new CheckProgram(".+", " \\([\\d.]+ s\\)");

  private JavaScriptProject() {}

  static Requirement requirement() {
    return NpmProject.requirement();
  }

  /** Plays the checks of a script of package.json against these servers. */
  static List<CheckResult> play(String script, List<String> urls) throws Exception {
    PROJECT.install();
    List<String> command = new ArrayList<>(List.of("npm", "--silent", "run", script, "--"));
    command.addAll(urls);
    return CHECKS.play(PROJECT.folder(), command);
  }

  /** Runs a module that may import the client, and returns what it printed. */
  static String run(String module) throws Exception {
    PROJECT.install();
    return CheckProgram.run(
        PROJECT.folder(), List.of("node", "--input-type=module", "--eval", module));
  }
}
