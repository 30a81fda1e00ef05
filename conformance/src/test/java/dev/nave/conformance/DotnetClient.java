package dev.nave.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The official .NET client, which plays checks of its own. */
final class DotnetClient {
  private static final CheckProgram CHECKS = new CheckProgram("[^:]+: [^:]+", "(: .*)?");
  private static final Path HERE = Path.of("").toAbsolutePath();

  private DotnetClient() {}

  /**
   * Plays against a server or, the second client of each check on the second one, against two.
   *
   * @param part only checks with this in their title
   */
  static List<CheckResult> play(List<String> urls, String part) throws Exception {
    List<String> command = new ArrayList<>(List.of(Reference.path().toString(), "client"));
    command.addAll(urls);
    command.add(part);
    return CHECKS.play(HERE, command);
  }
}
