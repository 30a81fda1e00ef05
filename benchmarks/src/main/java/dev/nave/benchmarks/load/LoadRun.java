package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.Tally.Snapshot;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts one load on one server: connect, warm up, measure, and wait for what is still under way. */
public final class LoadRun {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final LoadPlan plan;
  private final Session session;
  private final @Nullable ProcessCpu serverCpu;

  private LoadRun(LoadPlan plan, OptionalLong serverPid) {
    this.plan = plan;
    session = new Session(plan);
    serverCpu = serverPid.isPresent() ? new ProcessCpu(serverPid.getAsLong()) : null;
  }

  /**
   * Runs the load with as many event loops as there are processors.
   *
   * @param serverPid the server's process on this machine, to read its CPU time
   * @throws LoadException if a connection fails, is closed, or gets other messages than it should
   */
  public static LoadResult run(LoadPlan plan, OptionalLong serverPid, NettyIo io)
      throws IOException, InterruptedException {
    LoadRun run = new LoadRun(plan, serverPid);
    int threads = Runtime.getRuntime().availableProcessors();
    try (LoadClient client = new LoadClient(run.session, io, threads)) {
      return run.measure(client);
    }
  }

  private LoadResult measure(LoadClient client) throws IOException, InterruptedException {
    client.connect();
    client.begin();
    session.pause(plan.warmup());

    Duration cpuBefore = cpu();
    long begin = System.nanoTime();
    Snapshot before = client.take();
    session.pause(plan.measured());
    Duration cpuAfter = cpu();
    long end = System.nanoTime();
    Snapshot after = client.take();

    Snapshot total = awaitLastAnswers(client);
    return new LoadResult(
        after.received() - before.received(),
        Duration.ofNanos(end - begin),
        cpuBefore == null || cpuAfter == null ? null : cpuAfter.minus(cpuBefore),
        after.latencies().percentile(0.5),
        after.latencies().percentile(0.99),
        total.sent(),
        total.received(),
        expected(total));
  }

  private @Nullable Duration cpu() throws IOException {
    return serverCpu == null ? null : serverCpu.used();
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
    return plan.scenario() == Scenario.ECHO ? total.sent() : total.sent() * plan.connections();
  }
}
