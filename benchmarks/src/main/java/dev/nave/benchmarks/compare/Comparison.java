package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadPlan;
import dev.nave.benchmarks.load.LoadResult;
import dev.nave.benchmarks.load.LoadRun;
import dev.nave.benchmarks.load.Processes;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Measures servers in alternating rounds. Every round puts each load on one server after the other,
 * so that what else the machine does meets them all. The processes live through all rounds, and a
 * round before the first is not counted: compilers have done their work by then.
 */
public final class Comparison {
  private final ComparisonPlan plan;
  private final Pinning pinning;
  private final PrintStream out;
  private final Report report;
  private final List<Running> servers = new ArrayList<>();

  private record Running(ServerKind kind, List<ServerProcess> processes) {
    @Override
    public String toString() {
      return processes.stream()
          .map(process -> process.pid() + " (" + process.program() + ")")
          .collect(Collectors.joining(" and ", kind.title() + ": process ", ""));
    }
  }

  private Comparison(ComparisonPlan plan, Pinning pinning, PrintStream out) {
    this.plan = plan;
    this.pinning = pinning;
    this.out = out;
    report = new Report(plan);
  }

  /** Runs the plan, tells each result as it comes, and a Markdown table in the end. */
  public static void run(ComparisonPlan plan, PrintStream out)
      throws IOException, InterruptedException {
    String machine = Machine.describe(plan.programs().java());
    Pinning pinning = plan.pinned() ? Pinning.ofThisProcess() : Pinning.none();
    Comparison comparison = new Comparison(plan, pinning, out);
    out.println(machine + "; " + pinning);
    comparison.runRounds();
    out.println();
    out.println(machine + "; " + pinning + ".");
    out.print(comparison.report.toMarkdown());
  }

  private void runRounds() throws IOException, InterruptedException {
    try (LinkingRedis redis = LinkingRedis.of(plan, pinning)) {
      for (ServerKind kind : plan.servers()) {
        out.println(start(kind, redis.connection()));
      }
      round("warm-up", redis);
      for (int round = 1; round <= plan.rounds(); round++) {
        round("round " + round, redis).forEach(report::add);
      }
    } finally {
      for (Running server : servers) {
        for (ServerProcess process : server.processes()) {
          process.close();
        }
      }
    }
  }

  private Running start(ServerKind kind, Optional<String> redis)
      throws IOException, InterruptedException {
    Running running = new Running(kind, new ArrayList<>());
    servers.add(running);
    for (int i = 0; i < (kind.isPair() ? 2 : 1); i++) {
      running
          .processes()
          .add(
              ServerProcess.start(
                  port -> pinning.onServerCore(kind.command(port, plan.programs(), redis))));
    }
    return running;
  }

  private List<Finding> round(String name, LinkingRedis redis)
      throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Measurement measurement : plan.measurements()) {
      for (Running server : servers) {
        LoadResult result = measure(measurement, server, redis);
        findings.add(new Finding(measurement, server.kind(), result));
        out.printf("%s: %s, %s: %s%n", name, measurement, server.kind().title(), result);
      }
      Collections.rotate(servers, 1);
    }
    return findings;
  }

  private LoadResult measure(Measurement measurement, Running server, LinkingRedis redis)
      throws IOException, InterruptedException {
    LoadPlan load =
        new LoadPlan(
            server.processes().stream().map(ServerProcess::url).toList(),
            measurement.scenario(),
            measurement.connections(),
            measurement.outstanding(),
            plan.warmup(),
            plan.measured());
    Processes processes =
        new Processes(
            server.processes().stream().map(ServerProcess::pid).toList(),
            server.kind().needsRedis() ? redis.pid() : OptionalLong.empty());
    return LoadRun.run(load, processes, NettyIo.best());
  }
}
