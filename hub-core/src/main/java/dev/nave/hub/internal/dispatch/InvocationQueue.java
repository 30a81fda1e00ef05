package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations of one connection that were read and not started, and the rule that starts them:
 * in order, so many at a time. A connection that waits holds no thread.
 *
 * <p><b>Threading.</b> Any thread; the work is done on the hub executor.
 */
final class InvocationQueue {
  /** After so many invocations in a row a connection lets others have the thread. */
  private static final int MAX_IN_A_ROW = 64;

  private static final Logger log = LoggerFactory.getLogger(InvocationQueue.class);

  private final Executor executor;
  private final int parallel;
  private final int maxBytes;
  private final Runner runner;
  private final Runnable onRoom;

  @GuardedBy("this")
  private final Queue<Invocation> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private int waitingBytes;

  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private boolean full;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private @Nullable Runnable onIdle;

  /** Runs one invocation. */
  @FunctionalInterface
  interface Runner {
    /** Returns the stage of an invocation that goes on after the call, or null if it is over. */
    @Nullable CompletableFuture<?> run(Invocation invocation);
  }

  /**
   * Creates an empty queue.
   *
   * @param parallel how many invocations may run at a time
   * @param maxBytes how many bytes may wait before {@link #add} says that it is enough
   * @param onRoom called when, after that, half of them are gone
   */
  InvocationQueue(Executor executor, int parallel, int maxBytes, Runner runner, Runnable onRoom) {
    this.executor = executor;
    this.parallel = parallel;
    this.maxBytes = maxBytes;
    this.runner = runner;
    this.onRoom = onRoom;
  }

  /** Adds an invocation, to be started at {@link #start}. Returns whether no more should come. */
  synchronized boolean add(Invocation invocation) {
    if (closed) {
      return false;
    }
    waiting.add(invocation);
    waitingBytes += invocation.weight();
    if (!full && waitingBytes >= maxBytes) {
      full = true;
      return true;
    }
    return false;
  }

  /** Starts what waits, as far as it may run now. */
  void start() {
    start(executor);
  }

  /**
   * Starts what waits, as far as it may run now.
   *
   * @param way brings work to the hub executor
   */
  void start(Executor way) {
    int workers;
    synchronized (this) {
      workers = closed ? 0 : Math.min(parallel - running, waiting.size());
      running += Math.max(0, workers);
    }
    for (int i = 0; i < workers; i++) {
      way.execute(this::work);
    }
  }

  /** Takes a place as a running invocation does; {@link #leave} gives it back. */
  synchronized void enter() {
    running++;
  }

  /** Gives a place back, and starts what waits. */
  void leave() {
    Runnable idle;
    synchronized (this) {
      running--;
      idle = takeOnIdleIfIdle();
    }
    if (idle != null) {
      idle.run();
    } else {
      start();
    }
  }

  private void work() {
    for (int row = 0; row < MAX_IN_A_ROW; row++) {
      Invocation next = take();
      if (next == null) {
        leave();
        return;
      }
      CompletableFuture<?> goesOn = run(next);
      if (goesOn != null && !goesOn.isDone()) {
        var unusedFuture = goesOn.whenComplete((result, failure) -> executor.execute(this::work));
        return;
      }
    }
    executor.execute(this::work);
  }

  /** Whatever goes wrong in one invocation, the next ones have their turn. */
  private @Nullable CompletableFuture<?> run(Invocation invocation) {
    try {
      return runner.run(invocation);
    } catch (RuntimeException | Error e) {
      log.error("the invocation of {} could not be completed", invocation.target(), e);
      return null;
    }
  }

  private @Nullable Invocation take() {
    Invocation next;
    boolean room = false;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        return null;
      }
      waitingBytes -= next.weight();
      if (full && waitingBytes <= maxBytes / 2) {
        full = false;
        room = true;
      }
    }
    if (room) {
      onRoom.run();
    }
    return next;
  }

  /** Drops what was not started and takes nothing more. */
  synchronized void drop() {
    closed = true;
    waiting.clear();
    waitingBytes = 0;
  }

  /** Does as {@link #drop} does; calls back once nothing runs. */
  void close(Runnable whenIdle) {
    Runnable idle;
    synchronized (this) {
      drop();
      onIdle = whenIdle;
      idle = takeOnIdleIfIdle();
    }
    if (idle != null) {
      idle.run();
    }
  }

  @GuardedBy("this")
  private @Nullable Runnable takeOnIdleIfIdle() {
    if (running > 0) {
      return null;
    }
    Runnable idle = onIdle;
    onIdle = null;
    return idle;
  }
}
