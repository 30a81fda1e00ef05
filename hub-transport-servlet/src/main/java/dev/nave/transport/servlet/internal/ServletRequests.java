package dev.nave.transport.servlet.internal;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.PercentEncoding;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of a request of the container the value that the endpoint knows. Pure functions. */
final class ServletRequests {
  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  private ServletRequests() {}

  /**
   * Translates a request. Its path is that inside of the application, as the container has decoded
   * it.
   *
   * @param roles that the container is asked for
   */
  static HttpRequest translate(HttpServletRequest from, Set<String> roles) {
    String more = from.getPathInfo();
    HttpRequest.Builder request =
        HttpRequest.builder(from.getMethod(), from.getServletPath() + (more == null ? "" : more))
            .remoteAddress(addressOf(from))
            .secure(from.isSecure());
    String query = from.getQueryString();
    if (query != null) {
      PercentEncoding.addQuery(request, query);
    }
    for (String name : Collections.list(from.getHeaderNames())) {
      for (String value : Collections.list(from.getHeaders(name))) {
        request.header(name, value);
      }
    }
    addUser(request, from, roles);
    return request.build();
  }

  private static void addUser(
      HttpRequest.Builder request, HttpServletRequest from, Set<String> roles) {
    HttpSession session = from.getSession(false);
    if (session != null) {
      request.attribute(HttpSession.class, session);
    }
    if (from.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0) {
      request.attribute(X509Certificate.class, chain[0]);
    }
    Principal principal = from.getUserPrincipal();
    if (principal != null) {
      request.attribute(Principal.class, principal);
      String name = principal.getName();
      if (name != null) { // Without one it is an authenticator that can tell who it is.
        request.attribute(HubUser.class, userOf(name, from, roles));
      }
    }
  }

  private static HubUser userOf(String name, HttpServletRequest from, Set<String> roles) {
    HubUser user = HubUser.of(name);
    Set<String> granted = new LinkedHashSet<>();
    for (String role : roles) {
      if (from.isUserInRole(role)) {
        granted.add(role);
      }
    }
    return granted.isEmpty() ? user : user.withRoles(granted);
  }

  /** The container gives an address as text; one that is none, such as a name, is not looked up. */
  private static @Nullable InetSocketAddress addressOf(HttpServletRequest from) {
    String address = from.getRemoteAddr();
    InetAddress read = address == null ? null : ClientAddress.read(address);
    return read == null ? null : new InetSocketAddress(read, Math.max(0, from.getRemotePort()));
  }
}
