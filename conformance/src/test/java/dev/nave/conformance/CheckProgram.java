package dev.nave.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a program that plays checks. It prints a line {@code ok <title>} or {@code FAILED <title>}
 * for each, may print more about a check below its line, and ends with {@code <n> passed, <n>
 * failed}.
 */
final class CheckProgram {
  private static final Pattern SUMS = Pattern.compile("(\\d+) passed, (\\d+) failed.*");
  private static final long DEADLINE_MINUTES = 8;

  private final Pattern line;

  /**
   * Creates a reader of a program's lines.
   *
   * @param title matches a title, where one stands in a line
   * @param rest matches what follows it
   */
  CheckProgram(String title, String rest) {
    line = Pattern.compile("(?<how>ok|FAILED) +(?<title>" + title + ")" + rest);
  }

  /** Runs the program to its end and returns what came of each check, in order. */
  List<CheckResult> play(Path folder, List<String> command) throws Exception {
    return read(run(folder, command));
  }

  /** Runs a program to its end, and returns what it printed; throws if that takes minutes. */
  static String run(Path folder, List<String> command) throws Exception {
    return run(folder, command, Map.of()).printed();
  }

  /** Runs a program, and returns what it printed; throws if it fails, or takes minutes. */
  static String succeed(Path folder, List<String> command, Map<String, String> environment)
      throws Exception {
    Ended ended = run(folder, command, environment);
    if (ended.status() != 0) {
      throw new IOException(
          command + " ended with " + ended.status() + "; it printed\n" + ended.printed());
    }
    return ended.printed();
  }

  private record Ended(int status, String printed) {}

  private static Ended run(Path folder, List<String> command, Map<String, String> environment)
      throws Exception {
    Path output = Files.createTempFile("nave-checks", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String printed = Files.readString(output, UTF_8);
      if (!ended) {
        throw new IOException(
            command + " did not end in " + DEADLINE_MINUTES + " minutes; it printed\n" + printed);
      }
      return new Ended(process.exitValue(), printed);
    } finally {
      Files.delete(output);
    }
  }

  List<CheckResult> read(String printed) {
    List<CheckResult> results = new ArrayList<>();
    Matcher sums = null;
    for (String each : printed.split("\n", -1)) {
      Matcher check = line.matcher(each);
      Matcher maybeSums = SUMS.matcher(each);
      if (check.matches()) {
        results.add(
            new CheckResult(check.group("title"), check.group("how").equals("ok"), each + "\n"));
      } else if (maybeSums.matches()) {
        sums = maybeSums;
      } else if (!results.isEmpty() && sums == null) {
        CheckResult last = results.remove(results.size() - 1);
        results.add(new CheckResult(last.title(), last.passed(), last.detail() + each + "\n"));
      }
    }
    long passed = results.stream().filter(CheckResult::passed).count();
    if (sums == null
        || Long.parseLong(sums.group(1)) != passed
        || Long.parseLong(sums.group(2)) != results.size() - passed) {
      throw new IllegalStateException(
          "the program did not come to its end, or its lines were not understood:\n" + printed);
    }
    return results;
  }
}
