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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the container can do with a WebSocket beyond Jakarta WebSocket: Tomcat pauses reading and
 * cuts sockets, Jetty cuts sockets. Looked for by name, so that neither is needed. Any thread.
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

  private record Abilities(
      @Nullable Method suspend,
      @Nullable Method resume,
      @Nullable Method abort,
      @Nullable Method tomcatClose,
      @Nullable Method tomcatClosed) {}

  /** Prepares a session, whose limits and time-outs are those of the hub from now on. */
  ContainerSession(Session session, Duration closeTimeout) {
    this.session = session;
    abilities = KNOWN.computeIfAbsent(session.getClass(), ContainerSession::abilitiesOf);
    session.setMaxIdleTimeout(0);
    session.getAsyncRemote().setSendTimeout(0);
    properties = session.getUserProperties();
    properties.put(BLOCKING_TIMEOUT, LONGEST_BLOCKING_MILLIS);
    properties.put(ABNORMAL_TIMEOUT, LONGEST_CLOSING_MILLIS);
    properties.put(TOMCAT + "SESSION_CLOSE_TIMEOUT", closeTimeout.toMillis());
  }

  private static Abilities abilitiesOf(Class<?> type) {
    return new Abilities(
        method(type, "suspend"),
        method(type, "resume"),
        method(type, "abort"),
        method(type, "doClose", CloseReason.class, CloseReason.class, boolean.class),
        method(type, "onClose", CloseReason.class));
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
    call(abilities.suspend);
  }

  /** Goes on reading. */
  void resume() {
    call(abilities.resume);
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
      call(abilities.abort);
    } else if (abilities.tomcatClose != null && abilities.tomcatClosed != null) {
      call(abilities.tomcatClose, reason, reason, true);
      call(abilities.tomcatClosed, reason); // Where the closing handshake had begun.
    } else {
      close(CloseCodes.GOING_AWAY.getCode());
    }
  }

  private void call(@Nullable Method method, Object... arguments) {
    if (method == null) {
      return;
    }
    try {
      method.invoke(session, arguments);
    } catch (InvocationTargetException e) {
      LOG.debug("{} of a WebSocket failed", method.getName(), e.getCause());
    } catch (IllegalAccessException | RuntimeException e) {
      LOG.debug("{} of a WebSocket failed", method.getName(), e);
    }
  }
}
