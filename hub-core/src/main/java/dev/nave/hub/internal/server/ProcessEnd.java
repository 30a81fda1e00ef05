package dev.nave.hub.internal.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Stops a server with its process. The JVM runs its shutdown hooks at the first signal and ignores
 * the second, so the signals are handled here.
 */
public final class ProcessEnd {
  private static final Logger log = ServerLog.LOG;
  private static final int SIGNALLED = 128;

  private ProcessEnd() {}

  /**
   * Stops at a signal and when the process exits.
   *
   * @param stop begins to stop, and hastens a stop that has begun
   * @param afterwards runs when all has stopped
   */
  public static void stopAtExit(Supplier<CompletableFuture<Void>> stop, Runnable afterwards) {
    AtomicBoolean exits = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  exits.set(true);
                  stop.get().join();
                  afterwards.run();
                },
                "nave-stop"));
    List.of("TERM", "INT")
        .forEach(
            name ->
                handle(
                    name,
                    number -> {
                      if (exits.compareAndSet(false, true)) {
                        exit(SIGNALLED + number);
                      } else {
                        var unusedFuture = stop.get();
                      }
                    }));
  }

  /** On a thread of its own, since the JVM calls one handler at a time, and this one waits. */
  private static void exit(int status) {
    new Thread(() -> Runtime.getRuntime().exit(status), "nave-exit").start();
  }

  /** Takes a signal. */
  private interface SignalTaker {
    void take(int number);
  }

  /** The class for signals is in a module that not every run-time image has. */
  private static void handle(String name, SignalTaker taker) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      InvocationHandler taking =
          (proxy, method, arguments) -> {
            if (method.getDeclaringClass() != Object.class) {
              taker.take((int) signals.getMethod("getNumber").invoke(arguments[0]));
              return null;
            }
            return method.getName().equals("equals")
                ? proxy == arguments[0]
                : method.getName().equals("hashCode")
                    ? (Object) System.identityHashCode(proxy)
                    : "stops the server";
          };
      Object handler =
          Proxy.newProxyInstance(handlers.getClassLoader(), new Class<?>[] {handlers}, taking);
      Object signal = signals.getConstructor(String.class).newInstance(name);
      signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
    } catch (ReflectiveOperationException | LinkageError e) {
      log.debug(
          "a second SIG{} will not hasten the stop: this JVM lets no program handle it", name, e);
    }
  }
}
