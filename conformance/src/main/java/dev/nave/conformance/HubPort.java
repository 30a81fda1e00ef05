package dev.nave.conformance;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.util.function.Consumer;

/** What clients connect to: a server module of this project, or a container that has one inside. */
interface HubPort {
  /** The address that all of them listen on. */
  String HOST = "127.0.0.1";

  /**
   * Returns what listens on a port, and has a page beside the hubs.
   *
   * @param settings of the transport on Netty
   */
  static HubPort of(
      Arguments.Transport transport,
      int port,
      TextPage page,
      Consumer<WebSocketTransportBuilder> settings) {
    return switch (transport) {
      case NETTY -> new NettyPort(port, page, settings);
      case TOMCAT -> new TomcatPort(port, page);
      case JETTY -> new JettyPort(port, page);
    };
  }

  /** Returns the transport for the hub server. */
  ServerTransport transport();

  /** Begins to listen, before the hub server starts. */
  void open(HubServer server);

  /** Returns the port, once the hub server has started. */
  int port();

  /** Ends what the hub server does not end. */
  void close();
}
