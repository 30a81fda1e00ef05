package dev.nave.hub.internal.executor;

import dev.nave.hub.internal.stages.HubThreads;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Makes the executor on which all code of the application runs. */
public final class HubExecutors {
  private static final @Nullable MethodHandle VIRTUAL_THREADS = virtualThreads();

  private HubExecutors() {}

  /**
   * Returns virtual threads where the JVM has them, else a pool.
   *
   * @param maxThreads how large the pool may grow; virtual threads have no such bound
   * @param counted whether {@link #busy} is to be known
   */
  public static ExecutorService create(int maxThreads, boolean counted) {
    if (VIRTUAL_THREADS == null) {
      return new GrowingPool(maxThreads, HubThreads.NAME, "maxHubThreads");
    }
    try {
      ExecutorService threads = (ExecutorService) VIRTUAL_THREADS.invokeExact();
      return counted ? new CountedThreads(threads) : threads;
    } catch (Throwable e) {
      throw new IllegalStateException("virtual threads are there, but cannot be used", e);
    }
  }

  /**
   * Returns the way to an executor for what goes on after it has taken its time: others go first,
   * if there is a queue.
   */
  static Executor behindOthers(Executor executor) {
    return executor instanceof GrowingPool pool ? pool::executeBehind : executor;
  }

  /** Returns how many threads of an executor made here run something, or about how many. */
  public static int busy(ExecutorService made) {
    return made instanceof ThreadPoolExecutor pool
        ? pool.getActiveCount()
        : made instanceof CountedThreads counted ? counted.busy() : 0;
  }

  /** Returns how many tasks of an executor made here wait for a thread. */
  public static int waiting(ExecutorService made) {
    return made instanceof ThreadPoolExecutor pool ? pool.getQueue().size() : 0;
  }

  /**
   * Returns where that runs which must not wait for methods that block: what clients come in by,
   * and what ends waits. Not on a pool for hub methods, which may hold all its threads.
   *
   * @param hubExecutor where hub methods run
   * @param maxThreads how large a pool may grow
   */
  public static ExecutorService createForEntrance(ExecutorService hubExecutor, int maxThreads) {
    return VIRTUAL_THREADS == null
        ? new GrowingPool(maxThreads, HubThreads.NAME + "entrance-", "maxEntranceThreads")
        : hubExecutor;
  }

  /**
   * Returns where listeners of the application hear of what happened. Not on a pool for hub
   * methods: many events may be told at once, and a listener may block with each of them.
   *
   * @param hubExecutor where hub methods run
   * @param maxThreads how large a pool may grow
   */
  public static ExecutorService createForEvents(ExecutorService hubExecutor, int maxThreads) {
    return VIRTUAL_THREADS == null
        ? new GrowingPool(maxThreads, HubThreads.NAME + "events-", "maxHubThreads")
        : hubExecutor;
  }

  /** Returns whether threads are so scarce that connections need a bound. */
  public static boolean areScarce() {
    return VIRTUAL_THREADS == null;
  }

  /**
   * Returns where the stages complete that the application gets from the server. Not on a pool for
   * hub code: there all threads may be blocked in waiting for just these stages.
   *
   * @param hubExecutor where hub code runs
   * @param maxThreads how large a pool may grow
   */
  public static ExecutorService createForStages(ExecutorService hubExecutor, int maxThreads) {
    return VIRTUAL_THREADS == null
        ? new GrowingPool(maxThreads, "nave-stage-", "maxHubThreads")
        : hubExecutor;
  }

  /**
   * Makes an executor of virtual threads with a name, as those of a pool have. The classes are
   * compiled for a release without them.
   */
  private static @Nullable MethodHandle virtualThreads() {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named = builder.getMethod("name", String.class).invoke(virtual, HubThreads.NAME);
      Object factory = builder.getMethod("factory").invoke(named);
      return lookup
          .findStatic(
              Executors.class,
              "newThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class, ThreadFactory.class))
          .bindTo(factory);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
