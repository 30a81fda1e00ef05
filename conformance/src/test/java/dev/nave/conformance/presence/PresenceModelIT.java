package dev.nave.conformance.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients, users, servers and Redis come and go by chance; see {@link PresenceModel}. */
class PresenceModelIT {
  private static final int SEEDS = Integer.getInteger("nave.presence.seeds", 50);
  private static final int FIRST_SEED = Integer.getInteger("nave.presence.firstSeed", 0);
  private static final int AT_ONCE = 6;

  @Test
  void listsAndEventsAreWhatIsTrueWhateverHappens() throws Exception {
    AtomicInteger next = new AtomicInteger(FIRST_SEED);
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(pool.submit(() -> playAll(next)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void playAll(AtomicInteger next) {
    try (RedisPair redis = new RedisPair()) {
      for (int seed = next.getAndIncrement();
          seed < FIRST_SEED + SEEDS;
          seed = next.getAndIncrement()) {
        PresenceModel.play(redis, seed);
      }
    }
  }
}
