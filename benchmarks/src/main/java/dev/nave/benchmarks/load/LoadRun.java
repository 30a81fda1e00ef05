package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.ProcessMemory.Occupied;
import dev.nave.benchmarks.load.ProcessUsage.Cpu;
import dev.nave.benchmarks.load.Tally.Snapshot;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.time.Duration;

/**
 * Puts one load on one server, or on several that are one: connect, warm up, measure, and wait for
 * what is still under way.
 */
public final class LoadRun {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final LoadPlan plan;
  private final Session session;
  private final ProcessUsage usage;

  private LoadRun(LoadPlan plan, Processes processes) {
    this.plan = plan;
    session = new Session(plan);
    usage = new ProcessUsage(processes);
  }

  /**
   * Runs the load with as many event loops as there are processors.
   *
   * @param processes whose CPU time to read
   * @throws LoadException if a connection fails, is closed, or gets other messages than it should
   */
  public static LoadResult run(LoadPlan plan, Processes processes, NettyIo io)
      throws IOException, InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    if (plan.scenario().isOnlyConnecting()) {
      return new ConnectRun(plan, processes, io, threads).measure();
    }
    LoadRun run = new LoadRun(plan, processes);
    try (LoadClient client = new LoadClient(run.session, io, threads)) {
      return run.measure(client);
    }
  }

  private LoadResult measure(LoadClient client) throws IOException, InterruptedException {
    Occupied before = usage.occupied();
    client.connect();
    Occupied own = usage.occupied().perConnection(before, plan.connections());
    client.begin();
    session.pause(plan.warmup());

    Cpu cpuBefore = usage.cpu();
    long begin = System.nanoTime();
    Snapshot start = client.take();
    session.pause(plan.measured());
    Cpu cpu = usage.cpu().since(cpuBefore);
    long end = System.nanoTime();
    Snapshot after = client.take();

    Snapshot total = awaitLastAnswers(client);
    return new LoadResult(
        after.received() - start.received(),
        after.bytes() - start.bytes(),
        Duration.ofNanos(end - begin),
        cpu.servers(),
        cpu.redis(),
        after.latencies().percentile(0.5),
        after.latencies().percentile(0.99),
        total.sent(),
        total.received(),
        expected(total),
        own.heap(),
        own.rss());
  }

  private Snapshot awaitLastAnswers(LoadClient client) throws InterruptedException {
    session.stop();
    long deadline = System.nanoTime() + LAST_ANSWERS.toNanos();
    Snapshot total = client.take();
    while (total.received() < expected(total) && System.nanoTime() - deadline < 0) {
      session.pause(LOOK_AGAIN);
      total = client.take();
    }
    return total;
  }

  private long expected(Snapshot total) {
    return total.sent() * plan.scenario().messagesPerCall(plan.connections());
  }
}
