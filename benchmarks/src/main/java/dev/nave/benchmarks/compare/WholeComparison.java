package dev.nave.benchmarks.compare;

import dev.nave.benchmarks.compare.Comparison.Outcome;
import dev.nave.benchmarks.load.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the whole table: one load after the other, each with servers of its own. Loads that were
 * finished before are not measured again; a load of which a server failed is not finished.
 */
public final class WholeComparison {
  private final Settings settings;
  private final PrintStream out;
  private final WholeTable table = new WholeTable();

  /**
   * How to measure.
   *
   * @param servers those that take part in every load that they are set up for
   * @param rounds how often each load is measured, after a round to warm up
   * @param warmup how long each load runs before it is measured
   * @param measured how long it is measured
   * @param pinned whether servers and client get a core each
   * @param programs what runs the servers
   * @param folder where results are kept
   * @param limit no load begins later than this after the start
   * @param scenarios the loads are those of these scenarios; all if there are none
   * @param commandLine what is told in the table as the way to get it
   */
  public record Settings(
      List<ServerKind> servers,
      int rounds,
      Duration warmup,
      Duration measured,
      boolean pinned,
      ServerPrograms programs,
      Path folder,
      Duration limit,
      Set<Scenario> scenarios,
      String commandLine) {

    private boolean wants(Scenario scenario) {
      return scenarios.isEmpty() || scenarios.contains(scenario);
    }

    /** Returns the plan of one load. */
    private ComparisonPlan plan(TableLoad load) {
      return new ComparisonPlan(
          load.servers(), List.of(load.measurement()), rounds, warmup, measured, pinned, programs);
    }
  }

  private WholeComparison(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /**
   * Measures what is not finished yet, and prints the table of all that is.
   *
   * @return whether all loads are finished
   */
  public static boolean run(Settings settings, PrintStream out)
      throws IOException, InterruptedException {
    return new WholeComparison(settings, out)
        .run(
            TableLoad.all(settings.servers(), Machine.openFiles()).stream()
                .filter(load -> settings.wants(load.measurement().scenario()))
                .toList());
  }

  private boolean run(List<TableLoad> loads) throws IOException, InterruptedException {
    String machine =
        Machine.describe(settings.programs().java())
            + "; "
            + String.join(", ", Versions.of(settings.servers(), settings.programs()));
    Pinning pinning = settings.pinned() ? Pinning.ofThisProcess() : Pinning.none();
    KeptResults kept = KeptResults.open(settings.folder(), conditions(machine, pinning));
    long deadline = System.nanoTime() + settings.limit().toNanos();
    int finished = 0;
    for (TableLoad load : loads) {
      Optional<List<Finding>> before = kept.read(load);
      if (before.isPresent()) {
        out.println(load.measurement() + ": kept from before");
        table.add(load, before.get(), Map.of());
        finished++;
      } else if (System.nanoTime() - deadline > 0) {
        table.leaveOut(load, "since time was over: the same command goes on");
      } else {
        finished += measure(load, kept, pinning) ? 1 : 0;
      }
    }
    String markdown = table.toMarkdown(head(machine, pinning));
    kept.writeTable(markdown);
    out.println();
    out.print(markdown);
    return finished == loads.size();
  }

  private boolean measure(TableLoad load, KeptResults kept, Pinning pinning)
      throws IOException, InterruptedException {
    out.println(load.measurement() + ": " + load.serverNames());
    Outcome outcome = Comparison.measure(settings.plan(load), pinning, out);
    table.add(load, outcome.findings(), outcome.failures());
    boolean whole = outcome.failures().isEmpty();
    if (whole) {
      kept.write(load, outcome.findings());
    }
    return whole;
  }

  private String conditions(String machine, Pinning pinning) {
    return String.format(
        "%s%n%s%n%d rounds, %d ms after %d ms%nbuild %s%n",
        machine,
        pinning,
        settings.rounds(),
        settings.measured().toMillis(),
        settings.warmup().toMillis(),
        Versions.ofThisBuild());
  }

  private String head(String machine, Pinning pinning) {
    return String.format(
        """
        %s

        %s; %s.
        Medians of %d alternating rounds (%d s each, after %d s, and a longer round to warm up).
        Texts of 64 bytes unless the load says another length. Ratio: CPU of all servers per message,
        relative to the first server of the load in the same round (quartiles). Memory: what a
        connection of a fresh server has added before the load begins, so it means something only
        where connections are many.""",
        "    " + settings.commandLine().strip(),
        machine,
        pinning,
        settings.rounds(),
        settings.measured().toSeconds(),
        settings.warmup().toSeconds());
  }
}
