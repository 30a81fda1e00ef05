package dev.nave.transport.servlet.testkit;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat in this process. */
public final class TomcatContainer implements TestContainer {
  static {
    initializeSessions();
  }

  private final Tomcat tomcat = new Tomcat();

  private TomcatContainer(Consumer<ServletContext> mount, Filter filter) {
    try {
      tomcat.setBaseDir(Files.createTempDirectory("nave-tomcat").toString());
      tomcat.setHostname("127.0.0.1");
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address", "127.0.0.1");
      Context context = tomcat.addContext("", null);
      context.addServletContainerInitializer(new WsSci(), Set.of());
      context.addServletContainerInitializer(
          (classes, servlets) -> {
            FilterRegistration.Dynamic before = servlets.addFilter("before", filter);
            before.setAsyncSupported(true);
            before.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            mount.accept(servlets);
          },
          Set.of());
      tomcat.start();
    } catch (IOException | LifecycleException e) {
      throw new IllegalStateException("Tomcat does not start", e);
    }
  }

  /**
   * Tomcat does it for the first WebSocket of a JVM, with the class loader of its application. If
   * that is stopping, it fails, and so do all WebSockets after that.
   */
  private static void initializeSessions() {
    try {
      MethodHandles.lookup().ensureInitialized(WsSession.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts it. */
  public static TestContainer start(Consumer<ServletContext> mount, Filter filter) {
    return new TomcatContainer(mount, filter);
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat does not stop", e);
    }
  }
}
