package dev.nave.spring.boot.servlet;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.context.request.AbstractRequestAttributes;
import org.springframework.web.context.request.DestructionCallbackBindingListener;
import org.springframework.web.util.WebUtils;

/**
 * What beans of the scopes {@code request} and {@code session} are kept in while hub code runs: the
 * request is the call, and the session is that with which the connection came. For one thread at a
 * time.
 */
final class CallAttributes extends AbstractRequestAttributes {
  private static final String DESTRUCTION = CallAttributes.class.getName() + ".destruction.";

  private final @Nullable HttpSession session;
  private final Map<String, Object> ofCall = new HashMap<>();

  CallAttributes(@Nullable HttpSession session) {
    this.session = session;
  }

  private HttpSession session() {
    if (session == null) {
      // Not an IllegalStateException: Spring would say of it that the scope is not active.
      throw new UnsupportedOperationException(
          "this connection came without an HTTP session, so a hub has no beans of the scope"
              + " session: have the session created before the client connects, such as by a"
              + " login");
    }
    return session;
  }

  @Override
  public synchronized @Nullable Object getAttribute(String name, int scope) {
    return scope == SCOPE_REQUEST ? ofCall.get(name) : session().getAttribute(name);
  }

  @Override
  public synchronized void setAttribute(String name, Object value, int scope) {
    if (scope == SCOPE_REQUEST) {
      ofCall.put(name, value);
    } else {
      session().setAttribute(name, value);
    }
  }

  @Override
  public synchronized void removeAttribute(String name, int scope) {
    if (scope == SCOPE_REQUEST) {
      ofCall.remove(name);
      removeRequestDestructionCallback(name);
    } else {
      session().removeAttribute(name);
      session().removeAttribute(DESTRUCTION + name);
    }
  }

  @Override
  public synchronized String[] getAttributeNames(int scope) {
    return StringUtils.toStringArray(
        scope == SCOPE_REQUEST ? ofCall.keySet() : Collections.list(session().getAttributeNames()));
  }

  @Override
  public void registerDestructionCallback(String name, Runnable callback, int scope) {
    if (scope == SCOPE_REQUEST) {
      registerRequestDestructionCallback(name, callback);
    } else {
      session().setAttribute(DESTRUCTION + name, new DestructionCallbackBindingListener(callback));
    }
  }

  @Override
  public @Nullable Object resolveReference(String key) {
    return REFERENCE_SESSION.equals(key) ? session : null;
  }

  @Override
  public String getSessionId() {
    return session().getId();
  }

  @Override
  public Object getSessionMutex() {
    return WebUtils.getSessionMutex(session());
  }

  /** The container keeps a session by itself: nothing is to be written back. */
  @Override
  protected void updateAccessedSessionAttributes() {}
}
