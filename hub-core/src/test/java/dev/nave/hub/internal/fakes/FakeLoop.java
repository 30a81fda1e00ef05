package dev.nave.hub.internal.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.LoopLimits;
import dev.nave.hub.transport.ConnectionLoop;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A loop whose tasks run when the test says so, and whose clock the test turns. */
public final class FakeLoop implements ConnectionLoop {
  /** How often the timers of the hubs' side of this loop are looked at. */
  public static final Duration TICK = Duration.ofSeconds(1);

  /** What all clients that were postponed have of a turn. */
  public static final Duration MAX_POSTPONED_TIME = Duration.ofMillis(1);

  private static final long MAX_QUEUE_BYTES = 1 << 20;

  private final Thread owner = Thread.currentThread();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private final List<Buffer> buffers = new ArrayList<>();
  private final HubLoop hubLoop;
  private long now;
  private boolean outOfMemory;

  /** Creates a loop with room for a megabyte in its queue. */
  public FakeLoop() {
    this(MAX_QUEUE_BYTES);
  }

  /** Creates a loop that hands work over to {@code hubExecutor}. */
  public FakeLoop(Executor hubExecutor) {
    this(MAX_QUEUE_BYTES, hubExecutor);
  }

  /** Creates a loop with that much room in its queue. */
  public FakeLoop(long maxQueueBytes) {
    this(maxQueueBytes, Runnable::run);
  }

  /** Creates a loop whose clients may keep that much together of what they sent. */
  public static FakeLoop withInboundBytes(long maxInboundBytes, Executor hubExecutor) {
    return new FakeLoop(MAX_QUEUE_BYTES, maxInboundBytes, hubExecutor);
  }

  private FakeLoop(long maxQueueBytes, Executor hubExecutor) {
    this(maxQueueBytes, MAX_QUEUE_BYTES, hubExecutor);
  }

  private FakeLoop(long maxQueueBytes, long maxInboundBytes, Executor hubExecutor) {
    hubLoop =
        new HubLoop(
            this,
            hubExecutor,
            this::now,
            TICK,
            new LoopLimits(maxQueueBytes, maxInboundBytes, MAX_POSTPONED_TIME),
            nanos -> {});
  }

  /** Something to do at a time. */
  private static final class Timer {
    final long due;
    final Runnable task;

    Timer(long due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }

  /** Bytes, and whether their maker is done with them. */
  public static final class Buffer implements OutboundBuffer {
    private final byte[] bytes;
    private boolean released;

    private Buffer(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean released() {
      return released;
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
      assertThat(released).as("released twice").isFalse();
      released = true;
    }
  }

  /** Returns the hubs' side of this loop. */
  public HubLoop hubLoop() {
    return hubLoop;
  }

  /** Returns the time on the clock, in nanoseconds. */
  public long now() {
    return now;
  }

  /** Runs what waits, and what comes in meanwhile. */
  public void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Returns how many tasks wait. */
  public int waiting() {
    return tasks.size();
  }

  /** Turns the clock, tick by tick, and runs what is due. */
  public void advance(Duration time) {
    runAll();
    long end = now + time.toNanos();
    while (true) {
      Timer next =
          timers.stream().min(Comparator.comparingLong((Timer timer) -> timer.due)).orElse(null);
      if (next == null || next.due > end) {
        now = end;
        return;
      }
      timers.remove(next);
      now = next.due;
      next.task.run();
      runAll();
    }
  }

  /** Runs what is due now, and what comes in meanwhile but for what is due at once, too. */
  public void nextTurn() {
    List<Timer> due = timers.stream().filter(timer -> timer.due <= now).toList();
    timers.removeAll(due);
    due.forEach(timer -> timer.task.run());
    runAll();
  }

  /** Turns the clock in the middle of a task, which takes that long. */
  public void pass(Duration time) {
    now += time.toNanos();
  }

  /** Lets {@link #join} fail from now on, or no longer. */
  public void outOfMemory(boolean value) {
    outOfMemory = value;
  }

  /** Returns how many timers run. */
  public int timers() {
    return timers.size();
  }

  /** Asserts that nothing waits and every buffer was given back. */
  public void assertClean() {
    assertThat(tasks).as("tasks of the loop").isEmpty();
    assertThat(buffers).as("buffers").allMatch(Buffer::released);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == owner;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    Timer timer = new Timer(now + delay.toNanos(), task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public Buffer join(List<byte[]> frames) {
    if (outOfMemory) {
      throw new OutOfMemoryError("no memory, says the test");
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    frames.forEach(joined::writeBytes);
    Buffer buffer = new Buffer(joined.toByteArray());
    buffers.add(buffer);
    return buffer;
  }
}
