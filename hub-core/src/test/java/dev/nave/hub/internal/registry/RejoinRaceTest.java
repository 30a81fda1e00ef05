package dev.nave.hub.internal.registry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.inmemory.InMemoryBackplane;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.loop.HubLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members who come and go at the same time on different loops. */
class RejoinRaceTest {
  private static final int ROUNDS = 5_000;
  private static final int LOOPS = 3;

  private final InMemoryBackplane backplane = InMemoryBackplane.create();
  private final ExecutorService threads = Executors.newFixedThreadPool(LOOPS);
  private final TopicTable table =
      new TopicTable(new Subscriptions(backplane, Duration.ofSeconds(1)), TopicWatcher.NONE);

  @AfterEach
  void end() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, SECONDS)).isTrue();
    backplane.close();
  }

  @Test
  void theTopicIsWishedForExactlyWhileSomebodyIsThere() throws Exception {
    assertThat(backplane.start(new Silence())).isCompleted();
    CyclicBarrier barrier = new CyclicBarrier(LOOPS);
    List<String> wrong = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < LOOPS; i++) {
      HubLoop loop = new FakeLoop().hubLoop();
      boolean watches = i == 0;
      running.add(
          threads.submit(
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  table.retain("t", loop);
                  if (backplane.health().desiredSubscriptions() != 1) {
                    synchronized (wrong) {
                      wrong.add("no wish with a member in round " + round);
                    }
                  }
                  assertThat(table.release("t")).isDone();
                  if (round % 10 == 0) {
                    barrier.await(60, SECONDS);
                    if (watches && backplane.health().desiredSubscriptions() != 0) {
                      synchronized (wrong) {
                        wrong.add("a wish without members in round " + round);
                      }
                    }
                    barrier.await(60, SECONDS);
                  }
                }
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get(60, SECONDS);
    }

    assertThat(wrong).isEmpty();
    assertThat(table.find("t")).isNull();
  }

  private static final class Silence implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {}

    @Override
    public void event(BackplaneEvent event) {}
  }
}
