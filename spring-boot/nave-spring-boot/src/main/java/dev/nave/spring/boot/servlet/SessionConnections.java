package dev.nave.spring.boot.servlet;

import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubFilterContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;

/**
 * Ends the connections that came with an HTTP session when the session ends: by a logout, or by its
 * time-out. Their clients are told not to reconnect. Any thread.
 */
final class SessionConnections
    implements HubFilter, HttpSessionListener, HttpSessionIdListener, Ordered {
  private final ConcurrentMap<String, Set<HubCallerContext>> bySession = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, String> sessions = new ConcurrentHashMap<>();

  /** Around the filters of the application, which may refuse the client. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 50;
  }

  @Override
  public CompletionStage<?> connected(HubFilterContext call, ConnectedNext next) {
    HubCallerContext connection = call.context();
    HttpSession session = connection.request().attribute(HttpSession.class).orElse(null);
    if (session == null) {
      return next.proceed();
    }
    add(session, connection);
    return next.proceed()
        .whenComplete(
            (connected, failure) -> {
              if (failure != null) {
                remove(connection);
              }
            });
  }

  @Override
  public CompletionStage<?> disconnected(
      HubFilterContext call, @Nullable Throwable cause, DisconnectedNext next) {
    remove(call.context());
    return next.proceed(cause);
  }

  private synchronized void add(HttpSession session, HubCallerContext connection) {
    if (hasEnded(session)) {
      connection.abort();
      return;
    }
    String id = session.getId();
    sessions.put(connection.connectionId(), id);
    bySession.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).add(connection);
    if (hasEnded(session)) { // Meanwhile: its event may have come before.
      connection.abort();
    }
  }

  private static boolean hasEnded(HttpSession session) {
    try {
      session.getCreationTime();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private synchronized void remove(HubCallerContext connection) {
    String id = sessions.remove(connection.connectionId());
    if (id != null) {
      Set<HubCallerContext> rest = bySession.get(id);
      if (rest != null && rest.remove(connection) && rest.isEmpty()) {
        bySession.remove(id);
      }
    }
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    for (HubCallerContext connection : connectionsOf(event.getSession().getId())) {
      connection.abort();
    }
  }

  private synchronized Set<HubCallerContext> connectionsOf(String id) {
    return Set.copyOf(bySession.getOrDefault(id, Set.of()));
  }

  @Override
  public synchronized void sessionIdChanged(HttpSessionEvent event, String oldId) {
    Set<HubCallerContext> moved = bySession.remove(oldId);
    if (moved != null) {
      String id = event.getSession().getId();
      moved.forEach(connection -> sessions.put(connection.connectionId(), id));
      // Clients may have come with the new id before.
      bySession.computeIfAbsent(id, any -> ConcurrentHashMap.newKeySet()).addAll(moved);
    }
  }
}
