package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ServerTransport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop on a thread of its own, which sleeps while it has nothing to do. After its stop, {@link
 * #execute} and {@link #schedule} throw {@link RejectedExecutionException}.
 */
final class ServletLoop implements ConnectionLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** After so many tasks in a row timers have their turn. */
  private static final int TASKS_IN_A_ROW = 256;

  private static final int FEW_CANCELLED = 64;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean stopping;

  // Owned by the thread.
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private int cancelled;

  ServletLoop(String name) {
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    if (!offer(task)) {
      throw new RejectedExecutionException(thread.getName() + " has ended");
    }
  }

  /**
   * Runs a task in a turn of its own, for requests and connections that may outlive the transport.
   *
   * @return false if the loop has ended, and the task is dropped
   */
  boolean offer(Runnable task) {
    tasks.add(task);
    // Behind the addition: the loop looks once more for tasks after it has ended.
    if (ended.isDone() && !inLoop() && tasks.remove(task)) {
      LOG.debug("{} has ended: what still happens at the container has no effect", this);
      return false;
    }
    if (asleep) {
      LockSupport.unpark(thread);
    }
    return true;
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    Timer timer = new Timer(task, System.nanoTime() + delay.toNanos());
    if (inLoop()) {
      timers.add(timer);
    } else {
      execute(() -> timers.add(timer));
    }
    return () -> cancel(timer);
  }

  private void cancel(Timer timer) {
    timer.task = null;
    if (inLoop() && ++cancelled > FEW_CANCELLED && cancelled > timers.size() / 2) {
      timers.removeIf(each -> each.task == null);
      cancelled = 0;
    }
  }

  @Override
  public OutboundBuffer join(List<byte[]> frames) {
    if (frames.size() == 1) {
      return new Bytes(frames.get(0));
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    frames.forEach(joined::writeBytes);
    return new Bytes(joined.toByteArray());
  }

  /** Ends the loop behind what waits in it, and what that in turn gives it. */
  CompletableFuture<Void> stop() {
    stopping = true;
    LockSupport.unpark(thread);
    return ended;
  }

  private void run() {
    while (true) {
      runTasks();
      runTimers();
      if (tasks.isEmpty()) {
        if (stopping) {
          break;
        }
        sleep();
      }
    }
    ended.complete(null);
    do { // What came in between.
      runTasks();
    } while (!tasks.isEmpty());
  }

  private void runTasks() {
    for (int i = 0; i < TASKS_IN_A_ROW; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      run(task);
    }
  }

  private void runTimers() {
    long now = timers.isEmpty() ? 0 : System.nanoTime();
    for (Timer next = timers.peek(); next != null && next.at - now <= 0; next = timers.peek()) {
      timers.remove();
      Runnable task = next.task;
      if (task != null) {
        run(task);
      }
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a task of a connection loop failed", e);
    }
  }

  private void sleep() {
    asleep = true;
    Timer next = timers.peek();
    if (tasks.isEmpty() && !stopping) {
      if (next == null) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, next.at - System.nanoTime());
      }
    }
    asleep = false;
  }

  @Override
  public String toString() {
    return thread.getName();
  }

  /** A task for later. */
  private static final class Timer implements Comparable<Timer> {
    private final long at;
    private volatile @Nullable Runnable task;

    Timer(Runnable task, long at) {
      this.task = task;
      this.at = at;
    }

    @Override
    public int compareTo(Timer other) {
      return Long.compare(at - other.at, 0);
    }
  }

  /** Bytes that any number of connections write. */
  static final class Bytes implements OutboundBuffer {
    private final byte[] bytes;
    private @Nullable String text;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Returns the bytes as text, which is there once, however many connections send it. */
    String text() {
      String made = text;
      if (made == null) {
        made = new String(bytes, StandardCharsets.UTF_8);
        text = made;
      }
      return made;
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
