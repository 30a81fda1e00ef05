package dev.nave.benchmarks;

import dev.nave.benchmarks.compare.Comparison;
import dev.nave.benchmarks.compare.ComparisonPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** The command that measures several servers in one run. */
final class CompareCommand {
  private CompareCommand() {}

  static void run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    boolean quick = arguments.has("quick");
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonPlan.servers(arguments.text("servers", ComparisonPlan.USUAL_SERVERS)),
            ComparisonPlan.measurements(
                arguments.text("scenarios", ComparisonPlan.USUAL_MEASUREMENTS)),
            arguments.number("rounds", quick ? 1 : 4, 1),
            Duration.ofSeconds(arguments.number("warmup", quick ? 1 : 3, 0)),
            Duration.ofSeconds(arguments.number("seconds", quick ? 1 : 5, 1)),
            !arguments.has("unpinned"),
            arguments.text(
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            ServerCommands.transport(arguments),
            Path.of(arguments.text("reference", "../shared/conformance/reference")));
    arguments.rejectUnknown();
    Comparison.run(plan, out);
  }
}
