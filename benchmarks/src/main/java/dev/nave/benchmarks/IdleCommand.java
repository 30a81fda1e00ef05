package dev.nave.benchmarks;

import dev.nave.benchmarks.compare.ServerKind;
import dev.nave.benchmarks.idle.IdlePlan;
import dev.nave.benchmarks.idle.IdleRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The command that measures what idle connections keep in the heap. */
final class IdleCommand {
  /** Those that are a JVM of their own and need no Redis. */
  private static final Set<ServerKind> MEASURABLE =
      EnumSet.of(
          ServerKind.RAW,
          ServerKind.NAVE,
          ServerKind.NAVE_LIMITED,
          ServerKind.NAVE_COMPRESSING,
          ServerKind.NAVE_TOMCAT,
          ServerKind.NAVE_JETTY,
          ServerKind.BASELINE);

  private IdleCommand() {}

  static void run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    Optional<String> baseline = arguments.find("baseline");
    IdlePlan plan =
        new IdlePlan(
            servers(arguments.text("servers", baseline.isPresent() ? "baseline,nave" : "raw,nave")),
            arguments.number("connections", 10_000, 1),
            arguments.number("classes", 30, 0),
            arguments.has("browser") ? IdlePlan.BROWSER_HEADERS : "",
            CompareCommand.programs(arguments));
    arguments.rejectUnknown();
    IdleRun.run(plan, out);
  }

  private static List<ServerKind> servers(String list) {
    List<ServerKind> servers = Arrays.stream(list.split(",", -1)).map(ServerKind::named).toList();
    for (ServerKind server : servers) {
      if (!MEASURABLE.contains(server)) {
        throw new IllegalArgumentException(
            "the heap of \"" + server.title() + "\" cannot be measured");
      }
    }
    return servers;
  }
}
