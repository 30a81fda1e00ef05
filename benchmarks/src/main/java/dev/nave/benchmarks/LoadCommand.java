package dev.nave.benchmarks;

import dev.nave.benchmarks.load.LoadPlan;
import dev.nave.benchmarks.load.LoadResult;
import dev.nave.benchmarks.load.LoadRun;
import dev.nave.benchmarks.load.Processes;
import dev.nave.benchmarks.load.Scenario;
import dev.nave.benchmarks.load.Wire;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;

/** The command that puts load on servers that run already. */
final class LoadCommand {
  private LoadCommand() {}

  static void run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    Scenario scenario = Scenario.named(arguments.text("scenario", "broadcast"));
    LoadPlan plan =
        new LoadPlan(
            Arrays.stream(arguments.required("url").split(",", -1)).map(URI::create).toList(),
            Wire.named(arguments.text("wire", "json")),
            scenario,
            arguments.number("connections", scenario.usualConnections(), 1),
            arguments.number("outstanding", scenario.usualOutstanding(), 1),
            Duration.ofSeconds(arguments.number("warmup", 5, 0)),
            Duration.ofSeconds(arguments.number("seconds", 5, 1)));
    Processes processes =
        new Processes(
            arguments.numbers("pid", 1),
            arguments.numbers("redis-pid", 1).stream().mapToLong(it -> it).findFirst());
    NettyIo io = NettyIo.named(ServerCommands.transport(arguments));
    arguments.rejectUnknown();

    LoadResult result = LoadRun.run(plan, processes, io);
    out.println(result);
  }
}
