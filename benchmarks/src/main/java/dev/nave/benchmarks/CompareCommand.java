package dev.nave.benchmarks;

import dev.nave.benchmarks.compare.Comparison;
import dev.nave.benchmarks.compare.ComparisonPlan;
import dev.nave.benchmarks.compare.Peers;
import dev.nave.benchmarks.compare.ServerPrograms;
import dev.nave.benchmarks.compare.WholeComparison;
import dev.nave.benchmarks.load.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The command that measures several servers in one run. */
final class CompareCommand {
  /** Where the build puts the conformance server. */
  static final String CONFORMANCE = "conformance/target/conformance.jar";

  /** Where the results of the whole table are kept unless another folder is named. */
  private static final String USUAL_RESULTS = "benchmarks/target/compare-all";

  /** So long loads begin; the last one ends some minutes later. */
  private static final int USUAL_MINUTES = 60;

  private CompareCommand() {}

  /** Returns the exit code: 1 if the whole table was wanted, and something of it is missing. */
  static int run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    if (arguments.has("all")) {
      if (arguments.has("install-peers")) {
        new Peers(programs(arguments).peers()).install(out);
      }
      WholeComparison.Settings settings = wholeTable(arguments);
      arguments.rejectUnknown();
      return WholeComparison.run(settings, out) ? 0 : 1;
    }
    boolean quick = arguments.has("quick");
    boolean farm = arguments.has("farm");
    boolean baseline = arguments.has("baseline");
    ComparisonPlan plan =
        new ComparisonPlan(
            ComparisonPlan.servers(
                arguments.text("servers", ComparisonPlan.defaultServers(farm, baseline))),
            ComparisonPlan.measurements(
                arguments.text(
                    "scenarios",
                    farm ? ComparisonPlan.FARM_MEASUREMENTS : ComparisonPlan.USUAL_MEASUREMENTS)),
            arguments.number("rounds", quick ? 1 : 4, 1),
            Duration.ofSeconds(arguments.number("warmup", quick ? 1 : 3, 0)),
            Duration.ofSeconds(arguments.number("seconds", quick ? 1 : 5, 1)),
            !arguments.has("unpinned"),
            programs(arguments));
    arguments.rejectUnknown();
    Comparison.run(plan, out);
    return 0;
  }

  private static WholeComparison.Settings wholeTable(Arguments arguments) {
    boolean quick = arguments.has("quick");
    ServerPrograms programs = programs(arguments);
    return new WholeComparison.Settings(
        ComparisonPlan.servers(arguments.text("servers", ComparisonPlan.wholeTable(programs))),
        arguments.number("rounds", quick ? 1 : 3, 1),
        Duration.ofSeconds(arguments.number("warmup", quick ? 0 : 2, 0)),
        Duration.ofSeconds(arguments.number("seconds", quick ? 1 : 4, 1)),
        !arguments.has("unpinned"),
        programs,
        Path.of(arguments.text("resume", USUAL_RESULTS)),
        Duration.ofMinutes(arguments.number("minutes", USUAL_MINUTES, 0)),
        scenarios(arguments.text("scenarios", "")),
        "java -jar benchmarks/target/benchmarks.jar compare " + arguments);
  }

  private static Set<Scenario> scenarios(String list) {
    return Arrays.stream(list.split(",", -1))
        .filter(name -> !name.isEmpty())
        .map(Scenario::named)
        .collect(Collectors.toSet());
  }

  /** Reads which programs take part. */
  static ServerPrograms programs(Arguments arguments) {
    Optional<String> baseline = arguments.find("baseline");
    baseline.ifPresent(CompareCommand::checkReadable);
    return new ServerPrograms(
        arguments.text("java", Path.of(System.getProperty("java.home"), "bin", "java").toString()),
        arguments.find("newest-java").map(Path::of),
        ServerCommands.transport(arguments),
        Path.of(arguments.text("reference", "../shared/conformance/reference")),
        Path.of(arguments.text("conformance", CONFORMANCE)),
        arguments.find("redis"),
        Path.of(arguments.text("peers", ServerPrograms.USUAL_PEERS.toString())),
        baseline);
  }

  private static void checkReadable(String jar) {
    if (!Files.isReadable(Path.of(jar))) {
      throw new IllegalArgumentException("--baseline must name a readable jar but was " + jar);
    }
  }
}
