package dev.nave.hub.internal.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.LoopLimits;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.transport.ConnectionLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue of a loop under several real threads. */
class LoopStressTest {
  private static final int THREADS = 3;
  private static final int ROUNDS = 30_000;

  private final ExecutorService loopThread = Executors.newSingleThreadExecutor();
  private final ExecutorService senders = Executors.newFixedThreadPool(THREADS);
  private final HubLoop loop =
      new HubLoop(
          new RealLoop(),
          Runnable::run,
          System::nanoTime,
          Duration.ofSeconds(1),
          new LoopLimits(2_000, 2_000, Duration.ofMillis(1)),
          nanos -> {});

  @AfterEach
  void end() throws InterruptedException {
    senders.shutdownNow();
    loopThread.shutdownNow();
    assertThat(senders.awaitTermination(10, SECONDS)).isTrue();
    assertThat(loopThread.awaitTermination(10, SECONDS)).isTrue();
  }

  /** A loop of one thread, which writes nothing. */
  private final class RealLoop implements ConnectionLoop {
    @Override
    public boolean inLoop() {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      loopThread.execute(task);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
      throw new UnsupportedOperationException("no connections, no timers");
    }

    @Override
    public OutboundBuffer join(List<byte[]> frames) {
      throw new UnsupportedOperationException("no connections, no buffers");
    }
  }

  private void inAllThreads(Sending sending) throws Exception {
    CountDownLatch ready = new CountDownLatch(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      running.add(
          senders.submit(
              () -> {
                ready.countDown();
                ready.await();
                sending.by(thread);
                return null;
              }));
    }
    for (Future<?> one : running) {
      one.get(60, SECONDS);
    }
  }

  private interface Sending {
    void by(int thread) throws Exception;
  }

  @Test
  void carriesOutEverythingInTheOrderOfEachThread() throws Exception {
    int[] last = new int[THREADS];
    List<String> wrong = new ArrayList<>();

    inAllThreads(
        thread -> {
          for (int i = 1; i <= ROUNDS; i++) {
            int number = i;
            loop.execute(
                () -> {
                  if (last[thread] != number - 1) {
                    wrong.add(thread + ": " + number + " behind " + last[thread]);
                  }
                  last[thread] = number;
                });
          }
        });
    CompletableFuture<Void> fence = new CompletableFuture<>();
    loop.execute(() -> fence.complete(null));
    fence.get(60, SECONDS);

    assertThat(wrong).isEmpty();
    assertThat(last).containsOnly(ROUNDS);
  }

  @Test
  void whoeverWaitsForRoomIsWoken() throws Exception {
    Audience nobody = batch -> {};
    OutboundMessage message = OutboundMessage.encoded(Map.of("json", new byte[600]));

    inAllThreads(
        thread -> {
          for (int i = 0; i < ROUNDS / 3; i++) {
            loop.deliver(nobody, message);
            // Sometimes in the turn, sometimes before, sometimes behind it.
            for (int spin = ThreadLocalRandom.current().nextInt(200); spin > 0; spin--) {
              Thread.onSpinWait();
            }
            loop.whenRoom().get(60, SECONDS);
          }
        });

    assertThat(loop.whenRoom()).isDone();
  }
}
