package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.streams.Backlog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations of one connection that were read and not started, and the rule that starts them:
 * in order, so many at a time; those with streams as soon as all before them were started. A
 * connection that waits holds no thread.
 *
 * <p><b>Threading.</b> Any thread; the work is done on the hub executor.
 */
final class InvocationQueue {
  /** After so many invocations in a row a connection lets others have the thread. */
  private static final int MAX_IN_A_ROW = 64;

  private static final Logger log = LoggerFactory.getLogger(InvocationQueue.class);

  private final Executor executor;
  private final int parallel;
  private final Backlog backlog;
  private final int maxGivenBack;
  private final Runner runner;

  @GuardedBy("this")
  private final Queue<Invocation> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private int running;

  /** How many run beside the others: those with streams. */
  @GuardedBy("this")
  private int streaming;

  /** How many run beside the others: those that have given back their places. */
  @GuardedBy("this")
  private int givenBack;

  /** How many of those without streams have not begun to wait for their client. */
  @GuardedBy("this")
  private int atWork;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private @Nullable Runnable onIdle;

  /** Runs one invocation. */
  @FunctionalInterface
  interface Runner {
    /**
     * Returns the stage of an invocation that goes on after the call, or null if it is over.
     *
     * @param rule for when the invocation has to wait for its client
     */
    @Nullable CompletableFuture<?> run(Invocation invocation, WaitRule rule);
  }

  /** The place of one running invocation among those that may run at a time. Any thread. */
  private final class Place implements WaitRule {
    @GuardedBy("InvocationQueue.this")
    private boolean held = true;

    @GuardedBy("InvocationQueue.this")
    private boolean working = true;

    @GuardedBy("InvocationQueue.this")
    private boolean over;

    /**
     * Lets the next invocation begin: this one waits for an answer of the client, which may come
     * behind it. It runs beside the next ones from then on. Does nothing if as many as may have
     * done so.
     */
    @Override
    public void beginWait() {
      synchronized (InvocationQueue.this) {
        endWork();
        if (!held || over || givenBack >= maxGivenBack) {
          return;
        }
        held = false;
        givenBack++;
        running--;
      }
      start();
    }

    /** The invocation is over. Returns whether it has kept its place, for the next one. */
    private boolean end() {
      Runnable idle;
      synchronized (InvocationQueue.this) {
        over = true;
        endWork();
        if (held) {
          return true;
        }
        givenBack--;
        idle = takeOnIdleIfIdle();
      }
      if (idle != null) {
        idle.run();
      }
      return false;
    }

    @GuardedBy("InvocationQueue.this")
    private void endWork() {
      if (working) {
        working = false;
        atWork--;
      }
    }
  }

  /**
   * Creates an empty queue.
   *
   * @param parallel how many invocations may run at a time
   * @param backlog counts what waits
   * @param maxGivenBack how many invocations may run beside those, having given back their places
   */
  InvocationQueue(
      Executor executor, int parallel, Backlog backlog, int maxGivenBack, Runner runner) {
    this.executor = executor;
    this.parallel = parallel;
    this.backlog = backlog;
    this.maxGivenBack = maxGivenBack;
    this.runner = runner;
  }

  /** Adds an invocation, to be started at {@link #start}. */
  synchronized void add(Invocation invocation) {
    if (!closed) {
      waiting.add(invocation);
      backlog.add(invocation.weight(), Backlog.Place.BACKLOG);
    }
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
    List<Invocation> beside;
    synchronized (this) {
      beside = takeStreaming();
      workers = closed ? 0 : Math.min(parallel - running, waiting.size());
      running += Math.max(0, workers);
    }
    startBeside(beside, way);
    for (int i = 0; i < workers; i++) {
      way.execute(this::work);
    }
  }

  /**
   * Takes the invocations at the head that have streams. These take no place: a stream may go on
   * for as long as the connection. How many there are is bounded elsewhere.
   */
  @GuardedBy("this")
  private List<Invocation> takeStreaming() {
    List<Invocation> taken = List.of();
    for (Invocation next = waiting.peek();
        next != null && next.isStreaming();
        next = waiting.peek()) {
      waiting.remove();
      backlog.remove(next.weight(), Backlog.Place.BACKLOG);
      streaming++;
      taken = taken.isEmpty() ? new ArrayList<>() : taken;
      taken.add(next);
    }
    return taken;
  }

  private void startBeside(List<Invocation> taken, Executor way) {
    for (Invocation invocation : taken) {
      way.execute(() -> runBeside(invocation));
    }
  }

  private void runBeside(Invocation invocation) {
    CompletableFuture<?> goesOn = run(invocation, WaitRule.FREE);
    if (goesOn == null) {
      endBeside();
    } else {
      var unusedFuture = goesOn.whenComplete((result, failure) -> endBeside());
    }
  }

  private void endBeside() {
    Runnable idle;
    synchronized (this) {
      streaming--;
      idle = takeOnIdleIfIdle();
    }
    if (idle != null) {
      idle.run();
    }
  }

  /**
   * Returns whether an invocation without streams runs that has not asked its client for anything:
   * when it is over the next ones have their turn, whatever the client sends.
   */
  synchronized boolean isAtWork() {
    return atWork > 0;
  }

  /**
   * Takes a place as a running invocation does, though none be left: then those that run go on and
   * further ones wait. {@link #leave} gives it back.
   */
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
      Place place = new Place();
      CompletableFuture<?> goesOn = run(next, place);
      if (goesOn != null && !goesOn.isDone()) {
        var unusedFuture =
            goesOn.whenComplete((result, failure) -> executor.execute(() -> workAfter(place)));
        return;
      }
      if (!place.end()) {
        return;
      }
    }
    executor.execute(this::work);
  }

  private void workAfter(Place place) {
    if (place.end()) {
      work();
    }
  }

  /** Whatever goes wrong in one invocation, the next ones have their turn. */
  private @Nullable CompletableFuture<?> run(Invocation invocation, WaitRule rule) {
    try {
      return runner.run(invocation, rule);
    } catch (RuntimeException | Error e) {
      log.error("the invocation of {} could not be completed", invocation.target(), e);
      return null;
    }
  }

  private @Nullable Invocation take() {
    Invocation next;
    List<Invocation> before;
    List<Invocation> behind = List.of();
    synchronized (this) {
      if (running > parallel) {
        return null; // Somebody has entered since.
      }
      before = takeStreaming();
      next = waiting.poll();
      if (next != null) {
        atWork++;
        backlog.remove(next.weight(), Backlog.Place.BACKLOG);
        behind = takeStreaming();
      }
    }
    startBeside(before, executor);
    startBeside(behind, executor);
    return next;
  }

  /** Drops what was not started and takes nothing more. */
  synchronized void drop() {
    closed = true;
    waiting.forEach(dropped -> backlog.remove(dropped.weight(), Backlog.Place.BACKLOG));
    waiting.clear();
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
    if (running + streaming + givenBack > 0) {
      return null;
    }
    Runnable idle = onIdle;
    onIdle = null;
    return idle;
  }
}
