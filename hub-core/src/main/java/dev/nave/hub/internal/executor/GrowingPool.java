package dev.nave.hub.internal.executor;

import dev.nave.hub.internal.logging.LogCategory;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool for work that may block: as many threads as processors while the work flows, more as soon
 * as it stands still.
 *
 * <p>Hand-overs are cheapest when few threads share one queue, so threads are not added because
 * there is work, but because none of it was begun since the last look, some milliseconds ago,
 * though every thread has a task: then all of them must be blocked, and waiting tasks get threads,
 * at most as many as there are, up to the maximum. So a thousand blocked calls have a thousand
 * threads after ten looks, and few are started for nothing where threads were not blocked, but had
 * to wait for a busy processor. (One that was woken and waits for a processor has no task yet, and
 * tells nothing.) Threads that have nothing to do end after a while, and so do those that were not
 * needed for a while: steady work wakes one after the other, and would keep all alive and cold.
 *
 * <p>Tasks begin in the order in which they came. One that goes on with what has taken its time
 * lets others go first, but not more than {@value #OTHERS_FIRST} of them.
 */
final class GrowingPool extends ThreadPoolExecutor {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);
  private static final long LOOK_MILLIS = 5;
  private static final long IDLE_SECONDS = 10;
  private static final int LOOKS_BEFORE_SHRINKING = 100;
  private static final int OTHERS_FIRST = 1_000;

  private final int minThreads;
  private final int maxThreads;
  private final String threadPrefix;
  private final String option;
  private final ScheduledExecutorService watch;
  private final AtomicBoolean watching = new AtomicBoolean();
  private final LongAdder begun = new LongAdder();
  private final AtomicLong places = new AtomicLong();
  private long begunAtLastLook;
  private int mostNeeded;
  private int looksWithoutGrowing;
  private boolean exhausted;
  private boolean failing;

  /**
   * Creates a pool without threads.
   *
   * @param threadPrefix what the names of its threads begin with
   * @param option what sets {@code maxThreads}, for a log
   */
  GrowingPool(int maxThreads, String threadPrefix, String option) {
    super(
        Math.min(Runtime.getRuntime().availableProcessors(), maxThreads),
        maxThreads,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new PriorityBlockingQueue<>(),
        new NumberedThreads(threadPrefix));
    this.minThreads = getCorePoolSize();
    this.maxThreads = maxThreads;
    this.threadPrefix = threadPrefix;
    this.option = option;
    allowCoreThreadTimeOut(true);
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, new NumberedThreads(threadPrefix + "watch-"));
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    watch = timer;
  }

  @Override
  public void execute(Runnable task) {
    execute(new QueuedTask(task, places.getAndIncrement()));
  }

  /** Runs a task behind others that come soon, as one that goes on does. */
  void executeBehind(Runnable task) {
    execute(new QueuedTask(task, places.getAndIncrement() + OTHERS_FIRST));
  }

  private void execute(QueuedTask task) {
    try {
      super.execute(task);
    } catch (OutOfMemoryError e) { // No thread could be started: it waits for one, or for a look.
      if (!getQueue().contains(task)) {
        getQueue().add(task);
      }
    }
    // Whatever the size of the pool: a thread may have ended just when the task was queued.
    if (!watching.get() && !getQueue().isEmpty()) {
      startWatch();
    }
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    begun.increment();
  }

  private void startWatch() {
    if (watching.compareAndSet(false, true)) {
      lookAgain();
    }
  }

  private void lookAgain() {
    if (isShutdown()) {
      return;
    }
    try {
      var unusedFuture = watch.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the pool has ended", e);
    }
  }

  /** Looks, and looks again as long as there is need, whatever goes wrong. For tests, too. */
  void look() {
    boolean done = false;
    try {
      done = adjust();
      failing = false;
    } catch (RuntimeException | Error e) { // The JVM has no thread to give, for example.
      if (!failing) {
        failing = true;
        log.error("no more than {} hub threads can be started, for now", getPoolSize(), e);
      }
    }
    if (!done) {
      lookAgain();
      return;
    }
    watching.set(false);
    if (!getQueue().isEmpty()) {
      startWatch();
    }
  }

  /** Returns whether no further look is needed until there is other work. */
  private boolean adjust() {
    int waiting = getQueue().size();
    int active = getActiveCount();
    long begunNow = begun.sum();
    if (waiting > 0 && begunNow == begunAtLastLook && active >= getPoolSize()) {
      grow(waiting);
    } else {
      shrinkAfterAWhile(active);
    }
    begunAtLastLook = begunNow;
    if (waiting > 0 || getPoolSize() > minThreads) {
      return false;
    }
    setCorePoolSize(minThreads);
    exhausted = false;
    return true;
  }

  private void grow(int waiting) {
    looksWithoutGrowing = 0;
    boolean atMaximum = getPoolSize() >= maxThreads;
    int more = Math.min(waiting, Math.max(getPoolSize(), minThreads));
    int wanted = Math.min(maxThreads, getPoolSize() + more);
    if (wanted > getCorePoolSize()) {
      setMaximumPoolSize(maxThreads);
      setCorePoolSize(wanted);
    }
    // Threads that ended for want of work leave the pool below its core size.
    boolean started = true;
    while (started && getPoolSize() < wanted) {
      started = prestartCoreThread();
    }
    if (!exhausted && atMaximum) {
      exhausted = true;
      log.warn(
          "all {} threads {}N ({}) are busy or blocked, and {} tasks wait",
          maxThreads,
          threadPrefix,
          option,
          waiting);
    }
  }

  private void shrinkAfterAWhile(int active) {
    mostNeeded = Math.max(mostNeeded, active);
    if (++looksWithoutGrowing < LOOKS_BEFORE_SHRINKING) {
      return;
    }
    int enough = Math.max(minThreads, mostNeeded);
    if (enough < getPoolSize()) {
      setMaximumPoolSize(maxThreads); // It may be lower than enough is now, which a pool refuses.
      setCorePoolSize(enough);
      setMaximumPoolSize(enough); // Above the core size threads end when idle, above this at once.
    }
    mostNeeded = 0;
    looksWithoutGrowing = 0;
  }

  @Override
  protected void terminated() {
    watch.shutdownNow();
    super.terminated();
  }
}
