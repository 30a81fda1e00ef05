package dev.nave.transport.servlet.testkit;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty in this process. */
public final class JettyContainer implements TestContainer {
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);

  JettyContainer(Handler application) {
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(application);
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not start", e);
    }
  }

  /** Starts it with an application of Jakarta EE 11. */
  public static TestContainer start(Consumer<ServletContext> mount, Filter filter) {
    ServletContextHandler application =
        new ServletContextHandler("/", ServletContextHandler.SESSIONS);
    FilterHolder before = new FilterHolder(filter);
    before.setAsyncSupported(true);
    application.addFilter(before, "/*", EnumSet.of(DispatcherType.REQUEST));
    JakartaWebSocketServletContainerInitializer.configure(
        application, (servlets, webSockets) -> mount.accept(servlets));
    return new JettyContainer(application);
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not stop", e);
    }
  }
}
