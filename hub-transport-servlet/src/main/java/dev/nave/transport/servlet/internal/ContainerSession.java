package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.ServerTransport;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the container can do with a WebSocket beyond Jakarta WebSocket: Tomcat and Undertow pause
 * reading and cut sockets, Jetty cuts sockets. Looked for by name, so that none of them is needed.
 * Any thread.
 */
final class ContainerSession {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);
  private static final String TOMCAT = "org.apache.tomcat.websocket.";
  private static final String BLOCKING_TIMEOUT = TOMCAT + "BLOCKING_SEND_TIMEOUT";
  private static final long LONGEST_BLOCKING_MILLIS = 1_000;
  private static final String ABNORMAL_TIMEOUT = TOMCAT + "ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";
  private static final long LONGEST_CLOSING_MILLIS = 250;
  private static final long LONGEST_CUTTING_MILLIS = 1;

  /**
   * Not a {@link ClassValue}: the classes of the container would keep what is known of them, and
   * with it this class, when the application is taken out of the container.
   */
  private static final Map<Class<?>, Abilities> KNOWN = new ConcurrentHashMap<>();

  private final Session session;

  /** A session that is closed does not give them. */
  private final Map<String, Object> properties;

  private final Abilities abilities;

  /** What pauses reading: the session, or what Undertow's session has below it. */
  private final Object socket;

  private record Abilities(
      @Nullable Method suspend,
      @Nullable Method resume,
      @Nullable Method abort,
      @Nullable Method tomcatClose,
      @Nullable Method tomcatClosed,
      @Nullable Method undertowChannel,
      @Nullable Method undertowThread,
      @Nullable Method undertowClose) {}

  /** Prepares a session, whose limits and time-outs are those of the hub from now on. */
  ContainerSession(Session session, Duration closeTimeout) {
    this.session = session;
    abilities = KNOWN.computeIfAbsent(session.getClass(), ContainerSession::abilitiesOf);
    Object channel = call(session, abilities.undertowChannel);
    socket = channel == null ? session : channel;
    session.setMaxIdleTimeout(0);
    session.getAsyncRemote().setSendTimeout(0);
    properties = session.getUserProperties();
    properties.put(BLOCKING_TIMEOUT, LONGEST_BLOCKING_MILLIS);
    properties.put(ABNORMAL_TIMEOUT, LONGEST_CLOSING_MILLIS);
    properties.put(TOMCAT + "SESSION_CLOSE_TIMEOUT", closeTimeout.toMillis());
  }

  private static Abilities abilitiesOf(Class<?> type) {
    Method channel = method(type, "getWebSocketChannel");
    Class<?> socket = channel == null ? type : channel.getReturnType();
    boolean undertow = channel != null;
    return new Abilities(
        method(socket, undertow ? "suspendReceives" : "suspend"),
        method(socket, undertow ? "resumeReceives" : "resume"),
        method(type, "abort"),
        method(type, "doClose", CloseReason.class, CloseReason.class, boolean.class),
        method(type, "onClose", CloseReason.class),
        channel,
        method(socket, "getIoThread"),
        method(type, "forceClose"));
  }

  private static @Nullable Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method found = type.getMethod(name, parameters);
      found.setAccessible(true); // Of a class that need not be public.
      return found;
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }

  /** Returns whether reading can be paused. */
  boolean canPause() {
    return abilities.suspend != null && abilities.resume != null;
  }

  /** Pauses reading, where that is possible. */
  void pause() {
    call(socket, abilities.suspend);
  }

  /** Goes on reading. */
  void resume() {
    call(socket, abilities.resume);
  }

  /**
   * Begins the closing handshake, once what was sent has been taken. Tomcat blocks for {@value
   * #LONGEST_CLOSING_MILLIS} ms where the socket does not take the close frame, whatever its code,
   * and cuts it then.
   */
  void close(int code) {
    try {
      properties.put(BLOCKING_TIMEOUT, LONGEST_CLOSING_MILLIS);
      session.close(new CloseReason(CloseCodes.getCloseCode(code), ""));
    } catch (IOException | RuntimeException e) {
      LOG.debug("a WebSocket could not be closed: {}", e.toString());
    }
  }

  /**
   * Cuts the socket, where that is possible; else begins the closing handshake. Tomcat tries for a
   * millisecond to send a close frame.
   */
  void abort() {
    properties.put(ABNORMAL_TIMEOUT, LONGEST_CUTTING_MILLIS);
    CloseReason reason = new CloseReason(CloseCodes.GOING_AWAY, "");
    if (abilities.abort != null) {
      call(session, abilities.abort);
    } else if (abilities.tomcatClose != null && abilities.tomcatClosed != null) {
      call(session, abilities.tomcatClose, reason, reason, true);
      call(session, abilities.tomcatClosed, reason); // Where the closing handshake had begun.
    } else if (abilities.undertowClose != null) {
      abortInUndertow(abilities.undertowClose);
    } else {
      close(CloseCodes.GOING_AWAY.getCode());
    }
  }

  /**
   * Its thread of the socket closes it, in turn: behind a close frame that was sent before, and not
   * while that thread reads into a buffer, which would be given back and belong to another socket.
   */
  private void abortInUndertow(Method close) {
    Runnable cut = () -> call(session, close);
    if (call(socket, abilities.undertowThread) instanceof Executor thread) {
      try {
        thread.execute(cut);
        return;
      } catch (RejectedExecutionException e) {
        LOG.debug("the container stops before it has cut a WebSocket");
      }
    }
    cut.run();
  }

  private static @Nullable Object call(
      Object target, @Nullable Method method, Object... arguments) {
    if (method == null) {
      return null;
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      LOG.debug("{} of a WebSocket failed", method.getName(), e.getCause());
    } catch (IllegalAccessException | RuntimeException e) {
      LOG.debug("{} of a WebSocket failed", method.getName(), e);
    }
    return null;
  }
}
