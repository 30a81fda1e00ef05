package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadException;
import dev.nave.benchmarks.load.LoadPlan;
import dev.nave.benchmarks.load.LoadResult;
import dev.nave.benchmarks.load.LoadRun;
import dev.nave.benchmarks.load.Processes;
import dev.nave.benchmarks.load.Scenario;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures servers in alternating rounds. Every round puts each load on one server after the other,
 * so that what else the machine does meets them all. The processes live through all rounds, and a
 * round before the first is not counted: compilers have done their work by then.
 */
public final class Comparison {
  /** The round that is not counted warms up so many times as long as the others. */
  private static final int FIRST_WARMUPS = 5;

  private final ComparisonPlan plan;
  private final Pinning pinning;
  private final PrintStream out;
  private final boolean whole;
  private final List<Running> servers = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<ServerKind, String> failures = new EnumMap<>(ServerKind.class);

  private record Running(ServerKind kind, List<ServerProcess> processes) {
    @Override
    public String toString() {
      return processes.stream()
          .map(process -> process.pid() + " (" + process.program() + ")")
          .collect(Collectors.joining(" and ", kind.title() + ": process ", ""));
    }
  }

  private Comparison(ComparisonPlan plan, Pinning pinning, boolean whole, PrintStream out) {
    this.plan = plan;
    this.pinning = pinning;
    this.whole = whole;
    this.out = out;
  }

  /** Runs the plan, tells each result as it comes, and a Markdown table in the end. */
  public static void run(ComparisonPlan plan, PrintStream out)
      throws IOException, InterruptedException {
    String machine = Machine.describe(plan.programs().java());
    Pinning pinning = plan.pinned() ? Pinning.ofThisProcess() : Pinning.none();
    Comparison comparison = new Comparison(plan, pinning, false, out);
    out.println(machine + "; " + pinning);
    comparison.runRounds();
    out.println();
    out.println(machine + "; " + pinning + ".");
    Report report = new Report(plan);
    comparison.findings.stream().filter(Finding::counts).forEach(report::add);
    out.print(report.toMarkdown());
  }

  /**
   * Runs the plan and tells each result as it comes. The round before the first one is told, too,
   * and its results have the memory of a connection: servers are fresh then. A server that fails
   * takes no further part, and has no findings.
   */
  static Outcome measure(ComparisonPlan plan, Pinning pinning, PrintStream out)
      throws IOException, InterruptedException {
    Comparison comparison = new Comparison(plan, pinning, true, out);
    comparison.runRounds();
    return new Outcome(comparison.findings, comparison.failures);
  }

  /**
   * What came of a comparison.
   *
   * @param findings those of servers that went through all rounds
   * @param failures why the others did not
   */
  record Outcome(List<Finding> findings, Map<ServerKind, String> failures) {}

  private void runRounds() throws IOException, InterruptedException {
    try (LinkingRedis redis = LinkingRedis.of(plan, pinning)) {
      for (ServerKind kind : plan.servers()) {
        start(kind, redis.connection());
      }
      for (int round = 0; round <= plan.rounds(); round++) {
        round(round, redis);
      }
    } finally {
      for (Running server : servers) {
        end(server);
      }
    }
  }

  private static void end(Running server) throws IOException, InterruptedException {
    for (ServerProcess process : server.processes()) {
      process.close();
    }
  }

  private void start(ServerKind kind, Optional<String> redis)
      throws IOException, InterruptedException {
    Running running = new Running(kind, new ArrayList<>());
    servers.add(running);
    Set<Scenario> scenarios =
        plan.measurements().stream().map(Measurement::scenario).collect(Collectors.toSet());
    try {
      for (int i = 0; i < (kind.isPair() ? 2 : 1); i++) {
        running.processes().add(kind.start(plan.programs(), redis, scenarios, pinning));
      }
      out.println(running);
    } catch (IOException e) {
      fail(running, e);
    }
  }

  private void round(int round, LinkingRedis redis) throws IOException, InterruptedException {
    String name = round == 0 ? "warm-up" : "round " + round;
    for (Measurement measurement : plan.measurements()) {
      for (Running server : List.copyOf(servers)) {
        try {
          LoadResult result = measure(measurement, server, redis, round == 0);
          findings.add(new Finding(round, measurement, server.kind(), result));
          out.printf("%s: %s, %s: %s%n", name, measurement, server.kind().title(), result);
        } catch (LoadException e) {
          fail(server, e);
        }
      }
      Collections.rotate(servers, 1);
    }
  }

  /** Goes on without the server, if all the others are wanted; else gives up. */
  private <E extends Exception> void fail(Running server, E cause)
      throws E, IOException, InterruptedException {
    if (!whole) {
      throw cause;
    }
    String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    out.println(server.kind().title() + " takes no further part: " + why);
    failures.put(server.kind(), why);
    findings.removeIf(finding -> finding.server() == server.kind());
    servers.remove(server);
    end(server);
  }

  private LoadResult measure(
      Measurement measurement, Running server, LinkingRedis redis, boolean fresh)
      throws IOException, InterruptedException {
    LoadPlan load =
        new LoadPlan(
            server.processes().stream().map(it -> it.url(measurement.scenario())).toList(),
            server.kind().wire(),
            measurement.scenario(),
            measurement.connections(),
            measurement.outstanding(),
            fresh ? plan.warmup().multipliedBy(FIRST_WARMUPS) : plan.warmup(),
            plan.measured());
    Processes processes =
        new Processes(
            server.processes().stream().map(ServerProcess::pid).toList(),
            server.kind().needsRedis() ? redis.pid() : OptionalLong.empty(),
            whole && fresh,
            server.kind().jcmd());
    return LoadRun.run(load, processes, NettyIo.best());
  }
}
