package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.ProcessMemory.Occupied;
import dev.nave.benchmarks.load.ProcessUsage.Cpu;
import dev.nave.benchmarks.load.Tally.Snapshot;
import dev.nave.benchmarks.net.NettyIo;
import java.io.IOException;
import java.time.Duration;

/**
 * Lets crowds of clients connect to a server, one crowd after the other. A client goes over to a
 * WebSocket, chooses the protocol, hears that it is accepted, and stays. What is measured ends when
 * all of a crowd are there. Then they leave, and the next crowd comes when the server has closed
 * their sockets and has nothing to do any more.
 *
 * <p>A result is that of all crowds that began in the time to measure; a message is a client that
 * was accepted, and its latency is the time from opening the socket. One client that fails breaks
 * the run. For one thread.
 */
final class ConnectRun {
  /** Crowds that are not counted, whatever time there is to warm up. */
  private static final int FEWEST_WARMUPS = 2;

  /** So many files a server may open for itself while a crowd is there: logs, jars. */
  private static final int OTHER_FILES = 32;

  private static final Duration TIME_TO_LEAVE = Duration.ofSeconds(30);
  private static final Duration TIME_TO_GET_QUIET = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** What a server may use between two looks and yet has nothing to do: the smallest unit. */
  private static final Duration ALMOST_NOTHING = Duration.ofMillis(10);

  private final LoadPlan plan;
  private final ProcessUsage usage;
  private final NettyIo io;
  private final int threads;

  /**
   * Prepares a run.
   *
   * @param processes whose CPU time to read, and whose sockets; if none is known, a crowd does not
   *     wait for the one before to be gone
   * @param threads the number of event loops
   */
  ConnectRun(LoadPlan plan, Processes processes, NettyIo io, int threads) {
    this.plan = plan;
    this.io = io;
    this.threads = threads;
    usage = new ProcessUsage(processes);
  }

  /** What one crowd showed, or several together. */
  private record Crowd(Duration elapsed, Cpu cpu, Snapshot clients, Occupied own) {
    Crowd plus(Crowd other) {
      return new Crowd(
          elapsed.plus(other.elapsed), cpu.plus(other.cpu), clients.plus(other.clients), own);
    }
  }

  /** Runs all crowds. */
  LoadResult measure() throws IOException, InterruptedException {
    long warm = System.nanoTime() + plan.warmup().toNanos();
    Crowd first = connectAndLeave(true);
    for (int i = 1; i < FEWEST_WARMUPS || System.nanoTime() - warm < 0; i++) {
      connectAndLeave(false);
    }
    long end = System.nanoTime() + plan.measured().toNanos();
    Crowd all = connectAndLeave(false);
    while (System.nanoTime() - end < 0) {
      all = all.plus(connectAndLeave(false));
    }
    Snapshot clients = all.clients();
    return new LoadResult(
        clients.received(),
        clients.bytes(),
        all.elapsed(),
        all.cpu().servers(),
        all.cpu().redis(),
        clients.latencies().percentile(0.5),
        clients.latencies().percentile(0.99),
        clients.sent(),
        clients.received(),
        clients.sent(),
        first.own().heap(),
        first.own().rss());
  }

  private Crowd connectAndLeave(boolean first) throws IOException, InterruptedException {
    Session session = new Session(plan);
    long files = usage.openFiles();
    Crowd crowd;
    try (LoadClient client = new LoadClient(session, io, threads)) {
      crowd = connect(client, first);
      session.pause(Duration.ZERO); // None may have been lost since it was accepted.
    }
    awaitGone(session, files);
    return crowd;
  }

  private Crowd connect(LoadClient client, boolean first) throws IOException, InterruptedException {
    Occupied before = first ? usage.occupied() : Occupied.UNKNOWN;
    Cpu cpuBefore = usage.cpu();
    long begin = System.nanoTime();
    client.connect();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
    Cpu cpu = usage.cpu().since(cpuBefore);
    Occupied after = first ? usage.occupied() : Occupied.UNKNOWN;
    return new Crowd(elapsed, cpu, client.take(), after.perConnection(before, plan.connections()));
  }

  private void awaitGone(Session session, long filesBefore)
      throws IOException, InterruptedException {
    if (!usage.isKnown()) {
      return;
    }
    long deadline = System.nanoTime() + TIME_TO_LEAVE.toNanos();
    while (usage.openFiles() > filesBefore + OTHER_FILES) {
      if (System.nanoTime() - deadline > 0) {
        throw new LoadException("the server keeps the sockets of clients that have left");
      }
      session.pause(LOOK_AGAIN);
    }
    awaitQuiet(session);
  }

  /** What clients leave to do, and what a compiler does, is not the cost of the next ones. */
  private void awaitQuiet(Session session) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIME_TO_GET_QUIET.toNanos();
    Cpu before;
    Cpu now = usage.cpu();
    do {
      before = now;
      session.pause(LOOK_AGAIN);
      now = usage.cpu();
    } while (isBusy(now.since(before)) && System.nanoTime() - deadline < 0);
  }

  private static boolean isBusy(Cpu used) {
    Duration servers = used.servers();
    return servers != null && servers.compareTo(ALMOST_NOTHING) > 0;
  }
}
