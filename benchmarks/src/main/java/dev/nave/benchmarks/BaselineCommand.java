package dev.nave.benchmarks;

import dev.nave.benchmarks.jmh.AllocationBaseline;
import dev.nave.benchmarks.jmh.AllocationBaseline.Effort;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.openjdk.jmh.runner.RunnerException;

/** The command that compares what single functions allocate with what they did before. */
final class BaselineCommand {
  private static final int USUAL_TOLERANCE_PERCENT = 3;

  private BaselineCommand() {}

  /** Returns the exit code: 1 if a function allocates more than before. */
  static int run(Arguments arguments, PrintStream out) throws IOException, RunnerException {
    Path file = Path.of(arguments.text("file", AllocationBaseline.USUAL_FILE.toString()));
    boolean write = arguments.has("write");
    Effort effort =
        new Effort(
            arguments.text("include", "dev.nave.benchmarks.jmh"),
            arguments.number("iterations", 3, 1),
            arguments.number("iteration-ms", 500, 1));
    int tolerancePercent = arguments.number("tolerance-percent", USUAL_TOLERANCE_PERCENT, 0);
    arguments.rejectUnknown();
    if (write) {
      AllocationBaseline.write(file, effort, out);
      return 0;
    }
    return AllocationBaseline.compare(file, effort, tolerancePercent, out) ? 0 : 1;
  }
}
