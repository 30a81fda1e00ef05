package dev.nave.benchmarks;

import dev.nave.benchmarks.compare.Comparison;
import dev.nave.benchmarks.compare.ComparisonPlan;
import dev.nave.benchmarks.compare.ServerPrograms;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The command that measures several servers in one run. */
final class CompareCommand {
  /** Where the build puts the conformance server. */
  static final String CONFORMANCE = "conformance/target/conformance.jar";

  private CompareCommand() {}

  static void run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    boolean quick = arguments.has("quick");
    boolean farm = arguments.has("farm");
    Optional<String> baseline = arguments.find("baseline");
    baseline.ifPresent(CompareCommand::checkReadable);
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonPlan.servers(
                arguments.text(
                    "servers", ComparisonPlan.defaultServers(farm, baseline.isPresent()))),
            ComparisonPlan.measurements(
                arguments.text(
                    "scenarios",
                    farm ? ComparisonPlan.FARM_MEASUREMENTS : ComparisonPlan.USUAL_MEASUREMENTS)),
            arguments.number("rounds", quick ? 1 : 4, 1),
            Duration.ofSeconds(arguments.number("warmup", quick ? 1 : 3, 0)),
            Duration.ofSeconds(arguments.number("seconds", quick ? 1 : 5, 1)),
            !arguments.has("unpinned"),
            new ServerPrograms(
                arguments.text(
                    "java", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                ServerCommands.transport(arguments),
                Path.of(arguments.text("reference", "../shared/conformance/reference")),
                Path.of(arguments.text("conformance", CONFORMANCE)),
                arguments.find("redis"),
                baseline));
    arguments.rejectUnknown();
    Comparison.run(plan, out);
  }

  private static void checkReadable(String jar) {
    if (!Files.isReadable(Path.of(jar))) {
      throw new IllegalArgumentException("--baseline must name a readable jar but was " + jar);
    }
  }
}
