package dev.nave.conformance;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.websocket.WebSocketTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.util.Set;
import java.util.function.Consumer;

/** The module on Netty. */
final class NettyPort implements HubPort {
  private final WebSocketTransport transport;

  NettyPort(int port, TextPage page, Consumer<WebSocketTransportBuilder> settings) {
    WebSocketTransportBuilder listening =
        WebSocketTransport.builder()
            .host(HOST)
            .allowedHosts(Set.of("*")) // Attackers and recorded requests have names of their own.
            .port(port)
            .textEndpoint(page.path(), page.type(), page.text());
    settings.accept(listening);
    transport = listening.build();
  }

  @Override
  public ServerTransport transport() {
    return transport;
  }

  @Override
  public void open(HubServer server) {}

  @Override
  public int port() {
    return transport.port();
  }

  @Override
  public void close() {}
}
