package dev.nave.benchmarks.idle;

import dev.nave.benchmarks.compare.Machine;
import dev.nave.benchmarks.compare.Pinning;
import dev.nave.benchmarks.compare.ServerKind;
import dev.nave.benchmarks.compare.ServerProcess;
import dev.nave.benchmarks.idle.ClassHistogram.Count;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the objects that a server has for each idle connection: a histogram of its heap with
 * some connections, and another one with many more. Classes are loaded and pools filled by the
 * first ones. What lies outside of the heap is not in it.
 */
public final class IdleRun {
  private static final int OPENED_BEFORE = 10;

  private final IdlePlan plan;
  private final PrintStream out;

  private IdleRun(IdlePlan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Runs the plan, and tells a Markdown table for each server. */
  public static void run(IdlePlan plan, PrintStream out) throws IOException, InterruptedException {
    out.println(Machine.describe(plan.programs().java()));
    IdleRun run = new IdleRun(plan, out);
    for (ServerKind server : plan.servers()) {
      run.tell(server, run.measure(server));
    }
  }

  private ClassHistogram measure(ServerKind kind) throws IOException, InterruptedException {
    try (ServerProcess server =
            kind.start(plan.programs(), Optional.empty(), Set.of(), Pinning.none());
        IdleClients clients = new IdleClients(server.url(), plan.headers())) {
      clients.open(Math.max(1, plan.connections() / OPENED_BEFORE));
      ClassHistogram before = histogram(server);
      clients.open(plan.connections());
      return histogram(server).minus(before);
    }
  }

  private ClassHistogram histogram(ServerProcess server) throws IOException, InterruptedException {
    Path jcmd = Path.of(plan.programs().java()).resolveSibling("jcmd");
    return ClassHistogram.of(server.pid(), jcmd.toString());
  }

  private void tell(ServerKind server, ClassHistogram added) {
    out.printf(
        Locale.ROOT,
        """

        | %s, %,d idle connections | instances per connection | bytes per connection |
        | --- | --- | --- |
        | all classes | | %,.0f |
        """,
        server.title(),
        plan.connections(),
        perConnection(added.bytes()));
    for (Count count : added.largest(plan.classes())) {
      out.printf(
          Locale.ROOT,
          "| `%s` | %.2f | %.1f |%n",
          count.className(),
          perConnection(count.instances()),
          perConnection(count.bytes()));
    }
  }

  private double perConnection(long sum) {
    return (double) sum / plan.connections();
  }
}
