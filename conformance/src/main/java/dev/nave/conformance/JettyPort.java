package dev.nave.conformance;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.servlet.ServletTransport;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with the hubs inside. */
final class JettyPort implements HubPort {
  private final ServletTransport transport = ServletTransport.create();
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);
  private final int port;
  private final TextPage page;

  JettyPort(int port, TextPage page) {
    this.port = port;
    this.page = page;
  }

  @Override
  public ServerTransport transport() {
    return transport;
  }

  @Override
  public void open(HubServer server) {
    connector.setHost(HOST);
    connector.setPort(port);
    jetty.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(
        context,
        (servlets, webSockets) -> {
          page.mount(servlets);
          transport.mount(servlets, server);
        });
    jetty.setHandler(context);
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not start", e);
    }
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
