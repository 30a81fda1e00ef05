package dev.nave.benchmarks.attack;

import dev.nave.benchmarks.attack.HonestClients.Heard;
import dev.nave.benchmarks.compare.Machine;
import dev.nave.benchmarks.compare.Pinning;
import dev.nave.benchmarks.compare.ServerKind;
import dev.nave.benchmarks.compare.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures what honest clients of a server notice of hostile ones: quiet times and attacks in turn,
 * so that what else the machine does meets both. Attackers are a process of their own.
 */
public final class AttackRun {
  private static final int WARM_UP_SECONDS = 10;

  private final AttackPlan plan;
  private final PrintStream out;
  private final Pinning pinning;

  private record Round(Heard quiet, Heard attacked) {
    double ratio() {
      return attacked.millis(0.99) / quiet.millis(0.99);
    }
  }

  private AttackRun(AttackPlan plan, PrintStream out, Pinning pinning) {
    this.plan = plan;
    this.out = out;
    this.pinning = pinning;
  }

  /** Runs the plan, tells each round as it comes, and a Markdown table in the end. */
  public static void run(AttackPlan plan, PrintStream out)
      throws IOException, InterruptedException {
    AttackRun run = new AttackRun(plan, out, Pinning.ofThisProcess());
    StringBuilder table = new StringBuilder(header());
    for (ServerKind server : plan.servers()) {
      table.append(run.measure(server));
    }
    out.println(Machine.describe(plan.programs().java()) + "; " + run.pinning);
    out.printf(
        "%d honest clients, %d hostile connections (%s), %d rounds of %d s quiet and %d s attacked%n",
        plan.honest(),
        plan.hostile(),
        plan.attacks().stream().map(Attack::toString).collect(Collectors.joining(", ")),
        plan.rounds(),
        plan.seconds(),
        plan.seconds());
    out.print(table);
  }

  private static String header() {
    return """

        | server | quiet p50 ms | quiet p99 ms | attacked p50 ms | attacked p99 ms | ratio of p99 | cut | MiB |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        """;
  }

  private String measure(ServerKind kind) throws IOException, InterruptedException {
    List<Round> rounds = new ArrayList<>();
    try (ServerProcess server = kind.start(plan.programs(), Optional.empty(), Set.of(), pinning);
        HonestClients honest = new HonestClients(server.url(), plan.honest())) {
      tell(kind, "warm-up, quiet", honest.hear(WARM_UP_SECONDS));
      tell(kind, "warm-up, attacked", attacked(server, honest, WARM_UP_SECONDS));
      for (int number = 1; number <= plan.rounds(); number++) {
        Heard quiet = honest.hear(plan.seconds());
        tell(kind, "round " + number + ", quiet", quiet);
        Heard attacked = attacked(server, honest, plan.seconds());
        tell(kind, "round " + number + ", attacked", attacked);
        rounds.add(new Round(quiet, attacked));
      }
      return row(kind, rounds, peakMebibytes(server.pid()));
    }
  }

  private Heard attacked(ServerProcess server, HonestClients honest, int seconds)
      throws IOException, InterruptedException {
    Process attackers =
        new ProcessBuilder(
                "nice", // What measures them shares their core, and goes first.
                "-n",
                "5",
                plan.programs().java(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.nave.benchmarks.Main",
                "attackers",
                "--url",
                server.url().toString(),
                "--connections",
                Integer.toString(plan.hostile()),
                "--attacks",
                plan.attacks().stream().map(Attack::toString).collect(Collectors.joining(",")))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = attackers.inputReader()) {
      Heard heard = honest.hear(seconds);
      attackers.getOutputStream().close();
      out.println("attackers: " + said.readLine());
      return heard;
    } finally {
      attackers.destroyForcibly().waitFor();
    }
  }

  private void tell(ServerKind server, String when, Heard heard) {
    out.printf(
        Locale.ROOT,
        "%s, %s: %,d messages, p50 %.2f ms, p99 %.2f ms, %d cut %s%n",
        server.title(),
        when,
        heard.messages(),
        heard.millis(0.5),
        heard.millis(0.99),
        heard.cut(),
        heard.why());
  }

  private static String row(ServerKind server, List<Round> rounds, long mebibytes) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %d | %d |%n",
        server.title(),
        spread(rounds.stream().map(round -> round.quiet().millis(0.5)).toList()),
        spread(rounds.stream().map(round -> round.quiet().millis(0.99)).toList()),
        spread(rounds.stream().map(round -> round.attacked().millis(0.5)).toList()),
        spread(rounds.stream().map(round -> round.attacked().millis(0.99)).toList()),
        spread(rounds.stream().map(Round::ratio).toList()),
        rounds.stream().mapToInt(round -> round.quiet().cut() + round.attacked().cut()).sum(),
        mebibytes);
  }

  /** Returns the median, the lowest and the highest. */
  private static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f-%.2f)",
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1));
  }

  /** Returns the most memory that a process has had, as proc(5) has it; 0 if that is unknown. */
  private static long peakMebibytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
