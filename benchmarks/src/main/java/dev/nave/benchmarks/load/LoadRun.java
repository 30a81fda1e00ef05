package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.ProcessMemory.Occupied;
import dev.nave.benchmarks.load.Tally.Snapshot;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts one load on one server, or on several that are one: connect, warm up, measure, and wait for
 * what is still under way.
 */
public final class LoadRun {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final LoadPlan plan;
  private final Session session;
  private final List<ProcessCpu> servers;
  private final List<ProcessCpu> redis;
  private final Optional<ProcessMemory> memory;

  private LoadRun(LoadPlan plan, Processes processes) {
    this.plan = plan;
    session = new Session(plan);
    servers = processes.servers().stream().map(ProcessCpu::new).toList();
    redis = processes.redis().stream().mapToObj(ProcessCpu::new).toList();
    memory =
        processes.memory()
            ? Optional.of(new ProcessMemory(processes.servers(), processes.jcmd()))
            : Optional.empty();
  }

  /**
   * Runs the load with as many event loops as there are processors.
   *
   * @param processes whose CPU time to read
   * @throws LoadException if a connection fails, is closed, or gets other messages than it should
   */
  public static LoadResult run(LoadPlan plan, Processes processes, NettyIo io)
      throws IOException, InterruptedException {
    LoadRun run = new LoadRun(plan, processes);
    int threads = Runtime.getRuntime().availableProcessors();
    try (LoadClient client = new LoadClient(run.session, io, threads)) {
      return run.measure(client);
    }
  }

  private LoadResult measure(LoadClient client) throws IOException, InterruptedException {
    Occupied before = occupied();
    client.connect();
    Occupied own = occupied().perConnection(before, plan.connections());
    client.begin();
    session.pause(plan.warmup());

    Duration serversBefore = used(servers);
    Duration redisBefore = used(redis);
    long begin = System.nanoTime();
    Snapshot start = client.take();
    session.pause(plan.measured());
    Duration serversAfter = used(servers);
    Duration redisAfter = used(redis);
    long end = System.nanoTime();
    Snapshot after = client.take();

    Snapshot total = awaitLastAnswers(client);
    return new LoadResult(
        after.received() - start.received(),
        after.bytes() - start.bytes(),
        Duration.ofNanos(end - begin),
        servers.isEmpty() ? null : serversAfter.minus(serversBefore),
        redis.isEmpty() ? null : redisAfter.minus(redisBefore),
        after.latencies().percentile(0.5),
        after.latencies().percentile(0.99),
        total.sent(),
        total.received(),
        expected(total),
        own.heap(),
        own.rss());
  }

  private Occupied occupied() throws IOException, InterruptedException {
    return memory.isPresent() ? memory.get().read() : Occupied.UNKNOWN;
  }

  private static Duration used(List<ProcessCpu> processes) throws IOException {
    Duration sum = Duration.ZERO;
    for (ProcessCpu process : processes) {
      sum = sum.plus(process.used());
    }
    return sum;
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
