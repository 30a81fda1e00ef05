package dev.nave.hub.testing;

import dev.nave.hub.transport.ConnectionLoop;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop on a thread of its own. Once it is stopped, what it is given is dropped. Any thread. */
final class InProcessLoop implements ConnectionLoop {
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  InProcessLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              thread = made;
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy()) {
          @Override
          protected void terminated() {
            stopped.complete(null);
          }
        };
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    Future<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public OutboundBuffer join(List<byte[]> frames) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    frames.forEach(joined::writeBytes);
    return new Bytes(joined.toByteArray());
  }

  /** Ends the loop after what waits in it, and what that in turn gives it at once. */
  CompletableFuture<Void> stop() {
    execute(() -> execute(executor::shutdown));
    return stopped;
  }

  /** A buffer that any number of links may keep. */
  static final class Bytes implements OutboundBuffer {
    final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public byte[] copy() {
      return bytes;
    }

    @Override
    public void release() {
      // Nothing to give back: the garbage collector finds it.
    }
  }
}
