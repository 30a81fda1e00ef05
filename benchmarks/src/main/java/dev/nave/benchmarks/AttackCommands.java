package dev.nave.benchmarks;

import dev.nave.benchmarks.attack.Attack;
import dev.nave.benchmarks.attack.AttackPlan;
import dev.nave.benchmarks.attack.AttackRun;
import dev.nave.benchmarks.attack.Attackers;
import dev.nave.benchmarks.compare.ServerKind;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** The commands that attack servers, and measure what others notice. */
final class AttackCommands {
  private static final String USUAL_SERVERS = "nave,nave-limited,reference";
  private static final int HOSTILE = 100;
  private static final int HONEST = 500;

  private AttackCommands() {}

  static void measure(Arguments arguments, PrintStream out)
      throws IOException, InterruptedException {
    AttackPlan plan =
        new AttackPlan(
            servers(arguments.text("servers", USUAL_SERVERS)),
            attacks(arguments),
            arguments.number("honest", HONEST, 1),
            arguments.number("hostile", HOSTILE, 1),
            arguments.number("rounds", 5, 1),
            arguments.number("seconds", 60, 1),
            CompareCommand.programs(arguments));
    arguments.rejectUnknown();
    AttackRun.run(plan, out);
  }

  static void attack(Arguments arguments, PrintStream out) throws IOException {
    URI url = URI.create(arguments.required("url"));
    List<Attack> attacks = attacks(arguments);
    int connections = arguments.number("connections", HOSTILE, 1);
    arguments.rejectUnknown();
    Attackers.run(url, attacks, connections, out);
  }

  private static List<Attack> attacks(Arguments arguments) {
    return Attack.named(arguments.text("attacks", "all"));
  }

  private static List<ServerKind> servers(String list) {
    return Arrays.stream(list.split(",", -1)).map(ServerKind::named).toList();
  }
}
