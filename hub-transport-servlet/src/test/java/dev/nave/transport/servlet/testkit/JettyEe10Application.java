package dev.nave.transport.servlet.testkit;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;

/**
 * Jetty in this process, with an application of Jakarta EE 10: the classes of that have the same
 * names.
 */
public final class JettyEe10Application {
  private JettyEe10Application() {}

  /** Starts it. */
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
}
