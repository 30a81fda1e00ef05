package dev.nave.conformance;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.servlet.ServletTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat with the hubs inside. */
final class TomcatPort implements HubPort {
  /** Kept, for else its level is forgotten. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private final ServletTransport transport = ServletTransport.create();
  private final Tomcat tomcat = new Tomcat();
  private final int port;
  private final TextPage page;

  TomcatPort(int port, TextPage page) {
    this.port = port;
    this.page = page;
  }

  @Override
  public ServerTransport transport() {
    return transport;
  }

  @Override
  public void open(HubServer server) {
    LOG.setLevel(Level.WARNING);
    Registry.disableRegistry(); // There may be several in a process.
    try {
      tomcat.setBaseDir(Files.createTempDirectory("nave-tomcat").toString());
      tomcat.setHostname(HOST);
      tomcat.setPort(port);
      tomcat.getConnector().setProperty("address", HOST);
      Context context = tomcat.addContext("", null);
      context.addServletContainerInitializer(new WsSci(), Set.of());
      context.addServletContainerInitializer(
          (classes, servlets) -> {
            page.mount(servlets);
            transport.mount(servlets, server);
          },
          Set.of());
      tomcat.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat does not start", e);
    }
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
