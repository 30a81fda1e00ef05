package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What tests have instead of a container. */
final class Fakes {
  private Fakes() {}

  /** Returns a started transport with one loop, whose closes take no time. */
  static RunningTransport transport() {
    return transport(Duration.ofMillis(50));
  }

  /** Returns a started transport with one loop, and how long a close may take. */
  static RunningTransport transport(Duration close) {
    HttpEndpoint nothing =
        (request, webSocketUpgrade) ->
            CompletableFuture.completedFuture(new EndpointAnswer.NotMapped());
    Duration time = Duration.ofMinutes(1);
    return new RunningTransport(
        new ServletSettings(1, 16 * 1024, time, time, close, time, List.of(), Set.of()), nothing);
  }

  /** Tomcat's session, as far as its end goes. */
  interface Closing extends Session {
    /** Cuts the socket. */
    void abort();
  }

  /** What happens when a session is told to {@code close} or to {@code abort}. */
  interface Ending {
    void told(String how) throws InterruptedException;
  }

  /** Returns a session that sends through {@code remote}. */
  static Session session(
      RemoteEndpoint.Async remote, Map<String, Object> properties, Ending ending) {
    return of(
        Closing.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getAsyncRemote" -> remote;
              case "getUserProperties" -> properties;
              case "close", "abort" -> {
                ending.told(method.getName());
                yield null;
              }
              default -> null;
            });
  }

  /** Returns an object whose every method that is not said to do something does nothing. */
  static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            Fakes.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> type.getSimpleName();
                  default -> handler.invoke(proxy, method, arguments);
                }));
  }

  /** Runs what waits in the only loop of a transport. */
  static void awaitLoop(RunningTransport transport) throws Exception {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    transport.loops().next().execute(() -> passed.complete(null));
    passed.get(10, TimeUnit.SECONDS);
  }

  /** A connection of a hub that notes what becomes of it. */
  static final class Connection implements Attachable {
    final AtomicInteger abandoned = new AtomicInteger();

    @Override
    public TransportReceiver attach(TransportConnection link) {
      return IgnoringReceiver.INSTANCE;
    }

    @Override
    public void abandon() {
      abandoned.incrementAndGet();
    }
  }

  /** A client that takes nothing. */
  static final class StuckOutput extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int b) {
      throw new IllegalStateException("not ready");
    }
  }
}
