package dev.nave.conformance.soak;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Clients that come and go on some threads, until {@link #close}, each in a way taken by chance.
 */
final class Churn implements AutoCloseable {
  private static final Ending[] ENDINGS = Ending.values();
  private static final int THREADS = Integer.getInteger("nave.soakThreads", 16);
  private static final int GROUPS = 32;
  private static final int USERS = 64;
  private static final int KEPT_FAILURES = 20;

  private final List<SoakServer> servers;
  private final Map<Ending, LongAdder> done = new EnumMap<>(Ending.class);
  private final Map<Ending, LongAdder> refused = new EnumMap<>(Ending.class);
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private volatile boolean ending;

  /** Begins. */
  Churn(List<SoakServer> servers, long seed) {
    this.servers = servers;
    for (Ending each : ENDINGS) {
      done.put(each, new LongAdder());
      refused.put(each, new LongAdder());
    }
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      threads.execute(() -> comeAndGo(random));
    }
  }

  private void comeAndGo(Random random) {
    while (!ending) {
      Ending way = ENDINGS[random.nextInt(ENDINGS.length)];
      SoakServer server = servers.get(random.nextInt(servers.size()));
      try {
        way.on(server.port(), "u" + random.nextInt(USERS), "g" + random.nextInt(GROUPS));
        adder(done, way).increment();
      } catch (IOException e) {
        // While Redis is away, a connection may be refused and a poll may come too late.
        adder(refused, way).increment();
        if (failures.size() < KEPT_FAILURES) {
          failures.add(way + ": " + e);
        }
      }
    }
  }

  private static LongAdder adder(Map<Ending, LongAdder> of, Ending way) {
    return Objects.requireNonNull(of.get(way));
  }

  /** Returns how often each way succeeded. */
  Map<Ending, Long> done() {
    return sums(done);
  }

  /** Returns how often each way did not come to its end. */
  Map<Ending, Long> refused() {
    return sums(refused);
  }

  private static Map<Ending, Long> sums(Map<Ending, LongAdder> of) {
    return of.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().sum()));
  }

  /** Returns what went wrong first. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a client hangs");
    }
  }
}
