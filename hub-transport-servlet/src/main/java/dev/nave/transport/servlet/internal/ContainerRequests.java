package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.ServerTransport;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the container can do with a request beyond the servlet interface: cut its socket. Looked for
 * by name, in Tomcat, Jetty and Undertow. Elsewhere the response ends as if it were whole, once the
 * client has taken what was written.
 */
final class ContainerRequests {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  private ContainerRequests() {}

  /** Cuts the socket of a request that has not ended, where that is possible. Never blocks. */
  static void cut(HttpServletRequest request, AsyncEnd asyncEnd) {
    try {
      asyncEnd.unlessOver(() -> cut(request));
    } catch (IOException e) {
      LOG.debug("a socket could not be cut: {}", e.toString());
    }
  }

  private static void cut(HttpServletRequest wrapped) {
    ServletRequest request = wrapped;
    while (request instanceof ServletRequestWrapper wrapper) {
      request = wrapper.getRequest();
    }
    try {
      if (request.getClass().getName().startsWith("org.apache.catalina.")) {
        cutInTomcat(request);
      } else if (request.getClass().getName().startsWith("org.eclipse.jetty.")) {
        cutInJetty(request);
      } else if (request.getClass().getName().startsWith("io.undertow.")) {
        cutInUndertow(request);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("the container does not let a socket be cut: {}", e.toString());
    }
  }

  /** Its processor closes the socket without more writing. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void cutInTomcat(ServletRequest facade) throws ReflectiveOperationException {
    Field inside = facade.getClass().getDeclaredField("request");
    inside.setAccessible(true);
    Object response = call(inside.get(facade), "getResponse");
    Object coyote = call(response, "getCoyoteResponse");
    Class<?> codes =
        Class.forName("org.apache.coyote.ActionCode", false, coyote.getClass().getClassLoader());
    Object closeNow = Enum.valueOf((Class<? extends Enum>) codes, "CLOSE_NOW");
    coyote
        .getClass()
        .getMethod("action", codes, Object.class)
        .invoke(coyote, closeNow, new IOException("cut by the server"));
  }

  private static void cutInJetty(ServletRequest request) throws ReflectiveOperationException {
    Object core = call(request, "getRequest");
    Object connection = call(call(core, "getConnectionMetaData"), "getConnection");
    call(call(connection, "getEndPoint"), "close");
  }

  private static void cutInUndertow(ServletRequest request) throws ReflectiveOperationException {
    call(call(call(request, "getExchange"), "getConnection"), "close");
  }

  private static Object call(Object target, String name) throws ReflectiveOperationException {
    Method method = target.getClass().getMethod(name);
    method.setAccessible(true);
    Object result = method.invoke(target);
    return result == null ? Void.class : result;
  }
}
