package dev.nave.hub.internal.dispatch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Makes the executor on which all code of the application runs. */
public final class HubExecutors {
  private static final @Nullable MethodHandle VIRTUAL_THREADS = virtualThreads();

  private HubExecutors() {}

  /**
   * Returns virtual threads where the JVM has them, else a pool.
   *
   * @param maxThreads how large the pool may grow; virtual threads have no such bound
   */
  public static ExecutorService create(int maxThreads) {
    if (VIRTUAL_THREADS == null) {
      return new GrowingPool(maxThreads, "nave-hub-");
    }
    try {
      return (ExecutorService) VIRTUAL_THREADS.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("virtual threads are there, but cannot be used", e);
    }
  }

  /**
   * Returns where the stages complete that the application gets from the server. Not on a pool for
   * hub code: there all threads may be blocked in waiting for just these stages.
   *
   * @param hubExecutor where hub code runs
   * @param maxThreads how large a pool may grow
   */
  public static ExecutorService createForStages(ExecutorService hubExecutor, int maxThreads) {
    return VIRTUAL_THREADS == null ? new GrowingPool(maxThreads, "nave-stage-") : hubExecutor;
  }

  /** The classes are compiled for a release without them. */
  private static @Nullable MethodHandle virtualThreads() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newVirtualThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }
}
