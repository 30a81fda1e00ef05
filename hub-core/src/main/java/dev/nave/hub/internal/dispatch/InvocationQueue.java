package dev.nave.hub.internal.dispatch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.dispatch.RunningInvocations.Place;
import dev.nave.hub.internal.executor.ConnectionThreads;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.streams.Backlog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations of one connection that were read and not started, and the rule that starts them:
 * in order, so many at a time; those with streams as soon as all before them were started. One that
 * waits for its own send alone does so beside the next ones. A connection that waits holds no
 * thread.
 *
 * <p><b>Threading.</b> Any thread; the work is done on the hub executor, or on the loop where the
 * application says that a method does not block.
 */
final class InvocationQueue {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final ConnectionThreads threads;
  private final HubLoop loop;

  /** Null before the first invocation that needs it, as the next one. */
  @GuardedBy("this")
  private @Nullable ExecutorCalls onExecutor;

  @GuardedBy("this")
  private @Nullable LoopCalls onLoop;

  private final InvocationStart runner;

  @GuardedBy("this")
  private final WaitingInvocations waiting;

  @GuardedBy("this")
  private final RunningInvocations running;

  /** Null before the end. */
  @GuardedBy("this")
  private @Nullable EndCallbacks onEnd;

  /**
   * Creates an empty queue.
   *
   * @param threads where they run, but for those that run on the loop
   * @param bounds how many may run
   * @param backlog counts what waits
   */
  InvocationQueue(
      ConnectionThreads threads,
      HubLoop loop,
      RunningInvocations.Bounds bounds,
      Backlog backlog,
      InvocationStart runner) {
    this.threads = threads;
    this.loop = loop;
    this.waiting = new WaitingInvocations(backlog);
    this.runner = runner;
    this.running = new RunningInvocations(bounds);
  }

  /**
   * Adds an invocation, to be started at {@link #start}.
   *
   * @return whether to ask the backlog now if more may be read
   */
  @CanIgnoreReturnValue
  boolean add(Invocation invocation) {
    synchronized (this) {
      if (!waiting.isDropped()) {
        if (onLoop == null && invocation.isNonBlocking()) {
          onLoop = new LoopCalls(this, loop);
        }
        return waiting.add(invocation);
      }
    }
    invocation.end();
    return false;
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
    QueueTask task = null;
    List<Place> beside;
    Runnable due;
    synchronized (this) {
      beside = takeStreaming();
      workers = running.beginTasks(waiting.size());
      if (workers > 0) {
        task = taskForNext();
      }
      due = takeDue();
    }
    due.run(); // First: an executor may refuse the rest.
    StreamingInvocations.start(beside, this, threads, way);
    for (int i = 0; task != null && i < workers; i++) {
      task.start(way);
    }
  }

  /** Returns the kind of task for the next invocation. */
  @GuardedBy("this")
  private QueueTask taskForNext() {
    if (onLoop != null && waiting.isNextNonBlocking()) {
      return onLoop;
    }
    if (onExecutor == null) {
      onExecutor = new ExecutorCalls(this, threads);
    }
    return onExecutor;
  }

  /**
   * Takes the invocations at the head that have streams. These take no place: a stream may go on
   * for as long as the connection. How many there are is bounded elsewhere.
   */
  @GuardedBy("this")
  private List<Place> takeStreaming() {
    List<Place> taken = List.of();
    for (Invocation next = waiting.pollStreaming(); next != null; next = waiting.pollStreaming()) {
      taken = taken.isEmpty() ? new ArrayList<>() : taken;
      taken.add(running.beginBeside(next));
    }
    return taken;
  }

  /** An invocation is over. Returns whether a place is free for the next one. */
  boolean end(Place place) {
    return change(place::end);
  }

  /** Changes what runs, and then calls back what that makes due. Returns what the change did. */
  private boolean change(BooleanSupplier change) {
    boolean result;
    Runnable due;
    synchronized (this) {
      result = change.getAsBoolean();
      due = takeDue();
    }
    due.run();
    return result;
  }

  /** An invocation waits for the answer of a client: the next one may have its turn. */
  private Runnable beginWait(Place place, boolean forOwnClient) {
    if (change(() -> place.beginWait(forOwnClient))) {
      start();
    }
    return forOwnClient ? EndCallbacks::nothing : () -> endWait(place);
  }

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

  // What tasks do, and those with streams.

  /**
   * The method of an invocation has returned, and no code of it goes on until its own send is over.
   *
   * @return whether the next one has its place
   */
  synchronized boolean beginSend(Place place) {
    waiting.keep(place.invocation());
    return place.beginSend();
  }

  /** Such an invocation is over. Returns whether a place is free for the next one. */
  boolean endSend(Place place) {
    synchronized (this) {
      waiting.release(place.invocation());
    }
    return end(place);
  }

  /** The method of one with streams has returned: it answers with a stream, or was refused. */
  void opened(Place place) {
    Runnable due;
    synchronized (this) {
      place.opened();
      due = takeDue();
    }
    due.run();
  }

  /** Whatever goes wrong in one invocation, the next ones have their turn. */
  @Nullable CompletableFuture<?> run(Place place) {
    Invocation invocation = place.invocation();
    try {
      return runner.run(invocation, forOwnClient -> beginWait(place, forOwnClient));
    } catch (Throwable e) { // Not every language declares what it throws.
      log.error("the invocation of {} could not be completed", invocation.target(), e);
      return null;
    }
  }

  /**
   * Takes the next invocation; if there is none to begin with, this was the end of a task. If it is
   * for a task of the other kind, such a one goes on.
   *
   * @param last is over with this; null if there was none, or it has passed on its place
   */
  @Nullable Place take(@Nullable Place last, QueueTask task) {
    Place begun = null;
    QueueTask other = task;
    List<Place> before = List.of();
    List<Place> behind = List.of();
    Runnable due;
    synchronized (this) {
      if (last == null || last.end()) {
        before = takeStreaming();
        other = waiting.size() > 0 && running.mayBegin() ? taskForNext() : task;
        begun = other == task ? begin() : null;
        behind = begun == null ? List.of() : takeStreaming();
      }
      due = takeDue();
    }
    due.run(); // First: an executor may refuse the rest.
    StreamingInvocations.start(before, this, threads, threads.executor());
    StreamingInvocations.start(behind, this, threads, threads.executor());
    if (other != task) {
      other.start();
    }
    return begun;
  }

  @GuardedBy("this")
  private @Nullable Place begin() {
    Invocation next = running.mayBegin() ? waiting.poll() : null;
    if (next == null) {
      running.endTask();
      return null;
    }
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
    atEnd(callbacks -> callbacks.finish(begun, answered));
  }

  /**
   * Has it told when everything that was added is over, once.
   *
   * @param streamsToo whether what answers with a stream has to be over, too
   */
  void whenQuiet(boolean streamsToo, Runnable quiet) {
    atEnd(callbacks -> callbacks.whenQuiet(streamsToo, quiet));
  }

  /**
   * The client gets no answers any more, and what waits is still done.
   *
   * @param begun called when all that waits was begun
   * @param idle called when nothing runs
   */
  void end(Runnable begun, Runnable idle) {
    atEnd(callbacks -> callbacks.end(begun, idle));
  }

  /** Drops what was not begun, and takes nothing more. Returns how many those were. */
  int drop() {
    List<Invocation> dropped;
    Runnable due;
    synchronized (this) {
      dropped = waiting.drop();
      due = takeDue();
    }
    dropped.forEach(Invocation::end); // Its streams are over, though it has not begun.
    due.run();
    return dropped.size();
  }

  private void atEnd(Consumer<EndCallbacks> set) {
    Runnable due;
    synchronized (this) {
      EndCallbacks callbacks = onEnd == null ? new EndCallbacks() : onEnd;
      onEnd = callbacks;
      set.accept(callbacks);
      due = takeDue();
    }
    due.run();
  }

  @GuardedBy("this")
  private Runnable takeDue() {
    return onEnd == null || waiting.size() > 0 ? EndCallbacks::nothing : running.takeDue(onEnd);
  }
}
