package dev.nave.hub.internal.executor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the hub executor that one connection may hold, so that methods that block hold up
 * their own connection only. Further work waits here, without a thread.
 *
 * <p>What a blocked method waits for has a thread: the last one is not for methods, but for uploads
 * and the like, and the last but one not for calls with streams, which may go on for as long as the
 * connection.
 *
 * <p>As an {@link Executor} it runs methods without streams.
 *
 * <p><b>Threading.</b> Any thread. Nothing is called under the lock.
 */
public final class ConnectionThreads implements Executor {
  private final Executor executor;
  private final int max;

  @GuardedBy("this")
  private int held;

  /** Most connections never have to wait. */
  @GuardedBy("this")
  private Map<Work, Queue<Runnable>> waiting = Collections.emptyMap();

  @GuardedBy("this")
  private int waitingTasks;

  /** What a thread is held for; what waits goes in this order. */
  public enum Work {
    /** Subscribers of uploads and what follows from outside: a method may wait for it. */
    OTHER(0),
    /** A method without streams, and what follows it. */
    METHOD(1),
    /** A method with streams, and the iterator of a stream. */
    STREAM(2);

    /** How many threads it leaves to what stands above it. */
    private final int leaves;

    Work(int leaves) {
      this.leaves = leaves;
    }
  }

  /**
   * Bounds what a connection holds of an executor.
   *
   * @param executor the hub executor
   * @param max how many threads; 0 for no bound, where threads are not scarce
   */
  public ConnectionThreads(Executor executor, int max) {
    this.executor = executor;
    this.max = max;
  }

  /** Returns how many of {@code max} threads methods may hold. */
  public static int forMethods(int max) {
    return max - Work.METHOD.leaves;
  }

  /** Returns the hub executor, which knows no bound for the connection. */
  public Executor executor() {
    return executor;
  }

  /** Returns an executor for one kind of work. */
  public Executor of(Work kind) {
    if (max == 0) {
      return executor;
    }
    return kind == Work.METHOD ? this : task -> execute(kind, task, executor);
  }

  @Override
  public void execute(Runnable method) {
    execute(Work.METHOD, method, executor);
  }

  /** Runs methods of a connection that has had its turn: those of others go first. */
  public void executeBehindOthers(Runnable method) {
    execute(Work.METHOD, method, HubExecutors.behindOthers(executor));
  }

  /**
   * Runs a task when the connection may hold one more thread.
   *
   * @param way brings it to the hub executor, if that is now
   */
  public void execute(Work kind, Runnable task, Executor way) {
    if (max == 0) {
      way.execute(task);
    } else if (take(kind, task)) {
      try {
        way.execute(() -> run(task));
      } catch (RejectedExecutionException e) {
        startNext();
        throw e;
      }
    }
  }

  /** Returns whether a thread may be held for a task now; it waits otherwise. */
  private synchronized boolean take(Work kind, Runnable task) {
    if (mayHold(kind)) {
      held++;
      return true;
    }
    if (waiting.isEmpty()) {
      waiting = new EnumMap<>(Work.class);
    }
    waiting.computeIfAbsent(kind, unused -> new ArrayDeque<>()).add(task);
    waitingTasks++;
    return false;
  }

  @GuardedBy("this")
  private boolean mayHold(Work kind) {
    return held < Math.max(1, max - kind.leaves);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } finally {
      startNext();
    }
  }

  /** A thread is free: the next task may have it, behind the work of other connections. */
  private void startNext() {
    Runnable next = next();
    while (next != null) {
      Runnable task = next;
      try {
        executor.execute(() -> run(task));
        return;
      } catch (RejectedExecutionException e) { // Ended with its server, and others wait for this.
        task.run();
      }
      next = next();
    }
  }

  private synchronized @Nullable Runnable next() {
    held--;
    if (waitingTasks == 0) {
      return null;
    }
    for (Map.Entry<Work, Queue<Runnable>> kind : waiting.entrySet()) {
      Runnable next = mayHold(kind.getKey()) ? kind.getValue().poll() : null;
      if (next != null) {
        held++;
        waitingTasks--;
        return next;
      }
    }
    return null;
  }
}
