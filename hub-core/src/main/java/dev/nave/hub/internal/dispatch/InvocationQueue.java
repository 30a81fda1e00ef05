package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.dispatch.RunningInvocations.Place;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import dev.nave.hub.internal.logging.LogCategory;
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

  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final ConnectionThreads threads;
  private final Executor later;
  private final Runnable worker = this::work;
  private final Backlog backlog;
  private final Runner runner;

  @GuardedBy("this")
  private final Queue<Invocation> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private final RunningInvocations running;

  @GuardedBy("this")
  private boolean dropped;

  /** Runs one invocation. */
  @FunctionalInterface
  interface Runner {
    /**
     * Returns the stage of an invocation that goes on after the call, or null if it is over.
     *
     * @param rule for when the invocation has to wait for its client
     */
    @Nullable CompletableFuture<?> run(Invocation invocation, ClientResultWait rule);
  }

  /**
   * Creates an empty queue.
   *
   * @param threads where they run
   * @param parallel how many invocations may run at a time
   * @param backlog counts what waits
   * @param maxGivenBack how many invocations may run beside those, having given back their places
   */
  InvocationQueue(
      ConnectionThreads threads, int parallel, Backlog backlog, int maxGivenBack, Runner runner) {
    this.threads = threads;
    this.later = threads.of(Work.METHOD);
    this.backlog = backlog;
    this.runner = runner;
    this.running = new RunningInvocations(parallel, maxGivenBack);
  }

  /**
   * Adds an invocation, to be started at {@link #start}.
   *
   * @return whether to ask the backlog now if more may be read
   */
  @CanIgnoreReturnValue
  synchronized boolean add(Invocation invocation) {
    return !dropped
        && waiting.add(invocation)
        && backlog.add(invocation.weight(), Backlog.Place.BACKLOG);
  }

  /** Starts what waits, as far as it may run now. */
  void start() {
    start(threads.executor());
  }

  /**
   * Starts what waits, as far as it may run now.
   *
   * @param way brings work to the hub executor
   */
  void start(Executor way) {
    int workers;
    List<Place> beside;
    Runnable due;
    synchronized (this) {
      beside = takeStreaming();
      workers = running.beginTasks(waiting.size());
      due = takeDue();
    }
    due.run(); // First: an executor may refuse the rest.
    startBeside(beside, way);
    for (int i = 0; i < workers; i++) {
      threads.execute(Work.METHOD, worker, way);
    }
  }

  /**
   * Takes the invocations at the head that have streams. These take no place: a stream may go on
   * for as long as the connection. How many there are is bounded elsewhere.
   */
  @GuardedBy("this")
  private List<Place> takeStreaming() {
    List<Place> taken = List.of();
    for (Invocation next = waiting.peek();
        next != null && next.isStreaming();
        next = waiting.peek()) {
      waiting.remove();
      backlog.remove(next.weight(), Backlog.Place.BACKLOG);
      taken = taken.isEmpty() ? new ArrayList<>() : taken;
      taken.add(running.beginBeside(next));
    }
    return taken;
  }

  private void startBeside(List<Place> taken, Executor way) {
    for (Place place : taken) {
      threads.execute(Work.STREAM, () -> runBeside(place), way);
    }
  }

  private void runBeside(Place place) {
    CompletableFuture<?> goesOn = run(place);
    open(place);
    if (goesOn == null) {
      endBeside(place);
    } else {
      var unusedFuture = goesOn.whenComplete((result, failure) -> endBeside(place));
    }
  }

  /** The method has returned: it answers with a stream, or has been refused. */
  private void open(Place place) {
    Runnable due;
    synchronized (this) {
      place.opened();
      due = takeDue();
    }
    due.run();
  }

  private void endBeside(Place place) {
    boolean unusedKept = end(place);
  }

  /** An invocation is over. Returns whether it has kept its place, for the next one. */
  private boolean end(Place place) {
    boolean kept;
    Runnable due;
    synchronized (this) {
      kept = place.end();
      due = kept ? InvocationQueue::nothing : takeDue();
    }
    due.run();
    return kept;
  }

  /** An invocation waits for the answer of a client: the next one may have its turn. */
  private Runnable beginWait(Place place, boolean forOwnClient) {
    boolean gives;
    Runnable due;
    synchronized (this) {
      gives = place.beginWait(forOwnClient);
      due = takeDue();
    }
    due.run();
    if (gives) {
      start();
    }
    return forOwnClient ? InvocationQueue::nothing : () -> endWait(place);
  }

  private static void nothing() {}

  private synchronized void endWait(Place place) {
    place.endWait();
  }

  /**
   * Returns whether an invocation without streams runs that has not asked its client for anything:
   * when it is over the next ones have their turn, whatever the client sends.
   */
  synchronized boolean isAtWork() {
    return running.isAtWork();
  }

  /**
   * Lets those that run go on and no further one begin, but for those with streams, until {@link
   * #leave} is called as often. The end waits for that, too.
   */
  synchronized void enter() {
    running.enter();
  }

  /** Takes an {@link #enter} back, and starts what waits. */
  void leave() {
    synchronized (this) {
      running.leave();
    }
    start();
  }

  private void work() {
    Place next = take(null);
    for (int row = 1; next != null; row++) {
      Place place = next;
      CompletableFuture<?> goesOn = run(place);
      if (goesOn != null && !goesOn.isDone()) {
        var unusedFuture =
            goesOn.whenComplete((result, failure) -> later.execute(() -> workAfter(place)));
        return;
      }
      if (row >= MAX_IN_A_ROW) {
        if (end(place)) {
          later.execute(worker);
        }
        return;
      }
      next = take(place);
    }
  }

  private void workAfter(Place place) {
    if (end(place)) {
      work();
    }
  }

  /** Whatever goes wrong in one invocation, the next ones have their turn. */
  private @Nullable CompletableFuture<?> run(Place place) {
    Invocation invocation = place.invocation();
    try {
      return runner.run(invocation, forOwnClient -> beginWait(place, forOwnClient));
    } catch (Throwable e) { // Not every language declares what it throws.
      log.error("the invocation of {} could not be completed", invocation.target(), e);
      return null;
    }
  }

  /**
   * Takes the next invocation; if there is none to begin with, this was the end of a task.
   *
   * @param last is over with this; null if there was none
   */
  private @Nullable Place take(@Nullable Place last) {
    Place begun = null;
    List<Place> before = List.of();
    List<Place> behind = List.of();
    Runnable due;
    synchronized (this) {
      if (last == null || last.end()) {
        before = takeStreaming();
        begun = begin();
        behind = begun == null ? List.of() : takeStreaming();
      }
      due = takeDue();
    }
    due.run(); // First: an executor may refuse the rest.
    startBeside(before, threads.executor());
    startBeside(behind, threads.executor());
    return begun;
  }

  @GuardedBy("this")
  private @Nullable Place begin() {
    Invocation next = running.mayBegin() ? waiting.poll() : null;
    if (next == null) {
      running.endTask();
      return null;
    }
    backlog.remove(next.weight(), Backlog.Place.BACKLOG);
    return running.begin(next);
  }

  // The end.

  /**
   * Nothing is added any more.
   *
   * @param begun called when all that waits was begun
   * @param answered called when nothing runs but streams that have begun
   */
  void finish(Runnable begun, Runnable answered) {
    Runnable due;
    synchronized (this) {
      running.finish(begun, answered);
      due = takeDue();
    }
    due.run();
  }

  /**
   * Has it told when everything that was added is over, once.
   *
   * @param streamsToo whether what answers with a stream has to be over, too
   */
  void whenQuiet(boolean streamsToo, Runnable quiet) {
    Runnable due;
    synchronized (this) {
      running.whenQuiet(streamsToo, quiet);
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
      running.end(begun, idle);
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
    return running.takeDue(waiting.size());
  }
}
