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

  /** How many tasks work off the queue. */
  @GuardedBy("this")
  private int running;

  /** What runs beside them and lets none of them begin with the next invocation. */
  @GuardedBy("this")
  private int entered;

  /** How many run beside the others: those with streams from the client alone. */
  @GuardedBy("this")
  private int uploading;

  /** How many run beside the others: those that answer with a stream. */
  @GuardedBy("this")
  private int streaming;

  /** How many run beside the others: those that have given back their places. */
  @GuardedBy("this")
  private int givenBack;

  /** How many of those without streams have not begun to wait for a client. */
  @GuardedBy("this")
  private int atWork;

  /** How many wait for another client's answer, without those that answer with a stream. */
  @GuardedBy("this")
  private int awaiting;

  /** How many that answer with a stream wait for another client's answer. */
  @GuardedBy("this")
  private int streamingAwaiting;

  @GuardedBy("this")
  private boolean dropped;

  @GuardedBy("this")
  private final QueueEnd end = new QueueEnd();

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

  /** One running invocation, and its place among those that may run at a time. Any thread. */
  private final class Place implements WaitRule {
    /** Whether it answers with a stream. */
    private final boolean streams;

    @GuardedBy("InvocationQueue.this")
    private boolean held;

    @GuardedBy("InvocationQueue.this")
    private boolean working;

    @GuardedBy("InvocationQueue.this")
    private int waits;

    @GuardedBy("InvocationQueue.this")
    private boolean over;

    /**
     * Begins with an invocation.
     *
     * @param held whether the next ones wait for it
     */
    Place(boolean held, boolean streams) {
      this.held = held;
      this.working = held;
      this.streams = streams;
    }

    /**
     * Lets the next invocation begin: this one waits for an answer of a client, which may come
     * behind it. It runs beside the next ones from then on, unless as many as may have done so. The
     * end of the queue does not wait for the answer of another client. That of its own fails at the
     * end, so the call goes on, and the end waits for it.
     */
    @Override
    public Runnable beginWait(boolean forOwnClient) {
      boolean gives;
      Runnable due;
      synchronized (InvocationQueue.this) {
        endWork();
        if (over) {
          return () -> {};
        }
        if (!forOwnClient && waits++ == 0) {
          countAwaiting(1);
        }
        gives = held && givenBack < maxGivenBack;
        if (gives) {
          held = false;
          givenBack++;
          running--;
        }
        due = takeDue();
      }
      due.run();
      if (gives) {
        start();
      }
      return forOwnClient ? () -> {} : this::endWait;
    }

    private void endWait() {
      synchronized (InvocationQueue.this) {
        if (!over && --waits == 0) {
          countAwaiting(-1);
        }
      }
    }

    @GuardedBy("InvocationQueue.this")
    private void countAwaiting(int change) {
      if (streams) {
        streamingAwaiting += change;
      } else {
        awaiting += change;
      }
    }

    /** The invocation is over. Returns whether it has kept its place, for the next one. */
    private boolean end() {
      Runnable due;
      synchronized (InvocationQueue.this) {
        endCall();
        if (held) {
          return true;
        }
        givenBack--;
        due = takeDue();
      }
      due.run();
      return false;
    }

    /** The invocation, which held no place, is over. */
    private void endBeside() {
      Runnable due;
      synchronized (InvocationQueue.this) {
        endCall();
        if (streams) {
          streaming--;
        } else {
          uploading--;
        }
        due = takeDue();
      }
      due.run();
    }

    @GuardedBy("InvocationQueue.this")
    private void endCall() {
      over = true;
      endWork();
      if (waits > 0) {
        countAwaiting(-1);
      }
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
    if (!dropped) {
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
    Runnable due;
    synchronized (this) {
      beside = takeStreaming();
      workers = entered > 0 ? 0 : Math.max(0, Math.min(parallel - running, waiting.size()));
      running += workers;
      due = takeDue();
    }
    due.run(); // First: an executor may refuse the rest.
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
      if (next.wantsStream()) {
        streaming++;
      } else {
        uploading++;
      }
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
    Place place = new Place(false, invocation.wantsStream());
    CompletableFuture<?> goesOn = run(invocation, place);
    if (goesOn == null) {
      place.endBeside();
    } else {
      var unusedFuture = goesOn.whenComplete((result, failure) -> place.endBeside());
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
   * Lets those that run go on and no further one begin, but for those with streams, until {@link
   * #leave} is called as often. The end waits for that, too.
   */
  synchronized void enter() {
    entered++;
  }

  /** Takes an {@link #enter} back, and starts what waits. */
  void leave() {
    synchronized (this) {
      entered--;
    }
    start();
  }

  private void work() {
    for (int row = 0; row < MAX_IN_A_ROW; row++) {
      Invocation next = take();
      if (next == null) {
        return;
      }
      Place place = new Place(true, false);
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

  /** Takes the next invocation; if there is none to begin with, this was the end of a task. */
  private @Nullable Invocation take() {
    Invocation next;
    List<Invocation> before;
    List<Invocation> behind = List.of();
    Runnable due;
    synchronized (this) {
      before = takeStreaming();
      next = entered > 0 ? null : waiting.poll();
      if (next == null) {
        running--;
      } else {
        atWork++;
        backlog.remove(next.weight(), Backlog.Place.BACKLOG);
        behind = takeStreaming();
      }
      due = takeDue();
    }
    due.run(); // First: an executor may refuse the rest.
    startBeside(before, executor);
    startBeside(behind, executor);
    return next;
  }

  // The end.

  /**
   * Nothing is added any more.
   *
   * @param begun called when all that waits was begun
   * @param answered called when nothing runs but what answers with a stream
   */
  void finish(Runnable begun, Runnable answered) {
    Runnable due;
    synchronized (this) {
      end.finish(begun, answered);
      due = takeDue();
    }
    due.run();
  }

  /**
   * The client gets no answers any more, and what waits is still done.
   *
   * @param begun called when all that waits was begun
   * @param idle called when nothing runs
   */
  void end(Runnable begun, Runnable idle) {
    Runnable due;
    synchronized (this) {
      end.end(begun, idle);
      due = takeDue();
    }
    due.run();
  }

  /** Drops what was not begun, and takes nothing more. Returns how many those were. */
  int drop() {
    int count;
    Runnable due;
    synchronized (this) {
      dropped = true;
      count = waiting.size();
      waiting.forEach(gone -> backlog.remove(gone.weight(), Backlog.Place.BACKLOG));
      waiting.clear();
      due = takeDue();
    }
    due.run();
    return count;
  }

  @GuardedBy("this")
  private Runnable takeDue() {
    return end.takeDue(
        waiting.size(),
        running + entered + uploading + givenBack - awaiting,
        streaming - streamingAwaiting);
  }
}
