package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.load.LoadPlan;
import dev.nave.benchmarks.load.LoadResult;
import dev.nave.benchmarks.load.LoadRun;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

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

  private record Running(ServerKind kind, ServerProcess process) {}

  private Comparison(ComparisonPlan plan, Pinning pinning, PrintStream out) {
    this.plan = plan;
    this.pinning = pinning;
    this.out = out;
    report = new Report(plan);
  }

  /** Runs the plan, tells each result as it comes, and a Markdown table in the end. */
  public static void run(ComparisonPlan plan, PrintStream out)
      throws IOException, InterruptedException {
    String machine = Machine.describe(plan.java());
    Pinning pinning = plan.pinned() ? Pinning.ofThisProcess() : Pinning.none();
    Comparison comparison = new Comparison(plan, pinning, out);
    out.println(machine + "; " + pinning);
    comparison.runRounds();
    out.println();
    out.println(machine + "; " + pinning + ".");
    out.print(comparison.report.toMarkdown());
  }

  private void runRounds() throws IOException, InterruptedException {
    try {
      for (ServerKind kind : plan.servers()) {
        ServerProcess server = start(kind);
        servers.add(new Running(kind, server));
        out.printf("%s is process %d (%s)%n", kind.title(), server.pid(), server.program());
      }
      round("warm-up");
      for (int round = 1; round <= plan.rounds(); round++) {
        round("round " + round).forEach(report::add);
      }
    } finally {
      for (Running server : servers) {
        server.process().close();
      }
    }
  }

  private ServerProcess start(ServerKind kind) throws IOException, InterruptedException {
    return ServerProcess.start(
        port ->
            pinning.onServerCore(
                kind.command(port, plan.java(), plan.transport(), plan.reference())));
  }

  private List<Finding> round(String name) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Measurement measurement : plan.measurements()) {
      for (Running server : servers) {
        LoadResult result = measure(measurement, server.process());
        findings.add(new Finding(measurement, server.kind(), result));
        out.printf("%s: %s, %s: %s%n", name, measurement, server.kind().title(), result);
      }
      Collections.rotate(servers, 1);
    }
    return findings;
  }

  private LoadResult measure(Measurement measurement, ServerProcess server)
      throws IOException, InterruptedException {
    LoadPlan load =
        new LoadPlan(
            server.url(),
            measurement.scenario(),
            measurement.connections(),
            measurement.outstanding(),
            plan.warmup(),
            plan.measured());
    return LoadRun.run(load, OptionalLong.of(server.pid()), NettyIo.best());
  }
}
