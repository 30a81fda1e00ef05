package dev.nave.hub.docs;

import dev.nave.hub.transport.ConnectionLoop;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop of {@code docs/writing-a-transport.md}: one thread of the JDK's. */
final class ExecutorLoop implements ConnectionLoop {
  private volatile @Nullable Thread thread;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, this::newThread, new ThreadPoolExecutor.DiscardPolicy()); // Late tasks of a stop.

  private Thread newThread(Runnable tasks) {
    Thread next = new Thread(tasks, "jdk-http-loop");
    next.setDaemon(true);
    thread = next;
    return next;
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
    ScheduledFuture<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public OutboundBuffer join(List<byte[]> frames) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    frames.forEach(joined::writeBytes);
    return new Joined(joined.toByteArray());
  }

  void stop() {
    executor.shutdownNow();
  }

  /** Nothing to release: the garbage collector does it. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  private record Joined(byte[] copy) implements OutboundBuffer {
    @Override
    public int length() {
      return copy.length;
    }

    @Override
    public void release() {}
  }
}
