package dev.nave.benchmarks;

import dev.nave.benchmarks.load.LoadPlan;
import dev.nave.benchmarks.load.LoadResult;
import dev.nave.benchmarks.load.LoadRun;
import dev.nave.benchmarks.load.Scenario;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;

/** The command that puts load on a server that runs already. */
final class LoadCommand {
  private LoadCommand() {}

  static void run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    Scenario scenario = Scenario.named(arguments.text("scenario", "broadcast"));
    LoadPlan plan =
        new LoadPlan(
            URI.create(arguments.required("url")),
            scenario,
            arguments.number("connections", scenario.usualConnections(), 1),
            arguments.number("outstanding", 1, 1),
            Duration.ofSeconds(arguments.number("warmup", 5, 0)),
            Duration.ofSeconds(arguments.number("seconds", 5, 1)));
    int pid = arguments.number("pid", 0, 1);
    NettyIo io = NettyIo.named(ServerCommands.transport(arguments));
    arguments.rejectUnknown();

    LoadResult result =
        LoadRun.run(plan, pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid), io);
    out.println(result);
  }
}
