package dev.nave.transport.servlet;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.servlet.internal.HubServlet;
import dev.nave.transport.servlet.internal.RunningTransport;
import dev.nave.transport.servlet.internal.ServletSettings;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Serves hubs inside of a servlet container, on its port and behind its filters.
 *
 * <pre>{@code
 * ServletTransport transport = ServletTransport.builder().build();
 * HubServer server = HubServer.builder().transport(transport).hub("/chat", ChatHub.class).build();
 * transport.mount(servletContext, server);
 * server.start();
 * }</pre>
 *
 * <p>The container listens and stops to listen; a start of this transport opens no port. Until the
 * server has started, and after it has stopped, requests to hubs get 503.
 *
 * <p>The user of the container ({@code getUserPrincipal}) is the user of the hub, with the roles of
 * {@link ServletTransportBuilder#roles}, unless the server has an authenticator. An authenticator
 * finds it as {@code request.attribute(HubUser.class)}; there are {@link java.security.Principal},
 * {@link jakarta.servlet.http.HttpSession} and {@link java.security.cert.X509Certificate}, too,
 * where the request has them.
 *
 * <p>Belongs to one server, and is started and stopped once. All methods may be called from any
 * thread and none blocks.
 */
public final class ServletTransport implements ServerTransport {
  private final ServletSettings settings;
  private final String options;
  private volatile @Nullable RunningTransport running;
  private boolean started;
  private boolean stopped;

  ServletTransport(ServletSettings settings, String options) {
    this.settings = settings;
    this.options = options;
  }

  /** Begins a transport with all defaults. */
  public static ServletTransportBuilder builder() {
    return new ServletTransportBuilder();
  }

  /** Returns a transport with all defaults. */
  public static ServletTransport create() {
    return builder().build();
  }

  /**
   * Returns a servlet for the paths of hubs. It must be mapped to {@link #mapping} of each path and
   * support asynchronous requests, as must the filters before it.
   */
  public HttpServlet servlet() {
    return new HubServlet(() -> running);
  }

  /** Returns what a servlet must be mapped to for a hub at {@code path}: {@code /chat/*}. */
  public static String mapping(String path) {
    return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + "/*";
  }

  /**
   * Registers a servlet for each hub of a server, named {@code nave:} and its path. To be called
   * while the application of the container begins, as in a {@code ServletContextListener}.
   *
   * @throws IllegalStateException if the application has begun, or has a servlet of that name or
   *     mapping
   */
  public void mount(ServletContext context, HubServer server) {
    List<String> taken = new ArrayList<>();
    for (String path : server.hubPaths()) {
      ServletRegistration.Dynamic servlet = context.addServlet("nave:" + path, servlet());
      if (servlet == null) {
        throw new IllegalStateException("there is a servlet named nave:" + path);
      }
      servlet.setAsyncSupported(true);
      taken.addAll(servlet.addMapping(mapping(path)));
    }
    if (!taken.isEmpty()) {
      throw new IllegalStateException("other servlets are mapped to " + taken);
    }
  }

  /** Returns true: a container knows who its user is. */
  @Override
  public boolean findsUsers() {
    return true;
  }

  /** Begins to answer requests. Fails with {@link IllegalStateException} at a second call. */
  @Override
  public synchronized CompletionStage<Void> start(HttpEndpoint endpoint) {
    if (started || stopped) {
      return CompletableFuture.failedStage(
          new IllegalStateException("a transport can be started once only; build another one"));
    }
    started = true;
    running = new RunningTransport(settings, endpoint);
    return CompletableFuture.completedStage(null);
  }

  /** Does nothing: the container goes on to listen, and the hubs answer with 503. */
  @Override
  public CompletionStage<Void> stopAccepting() {
    return CompletableFuture.completedStage(null);
  }

  /**
   * Ends all connections and threads, within a few seconds. Idempotent.
   *
   * <p>Open WebSockets are closed with code 1001, without waiting for the client.
   */
  @Override
  public synchronized CompletionStage<Void> stop() {
    stopped = true;
    RunningTransport ending = running;
    if (ending == null) {
      return CompletableFuture.completedStage(null);
    }
    return ending.stop().whenComplete((ended, failure) -> running = null);
  }

  /** Returns all options in force, {@code name=value, name=value}. */
  @Override
  public String toString() {
    return options;
  }
}
