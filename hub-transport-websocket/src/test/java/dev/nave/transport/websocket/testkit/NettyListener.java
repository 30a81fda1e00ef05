package dev.nave.transport.websocket.testkit;

import dev.nave.hub.HubServer;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.tck.HubListener;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;

/** The transport on a free port, with two loops. */
public final class NettyListener implements HubListener {
  private final WebSocketTransport transport =
      WebSocketTransport.builder()
          .host("127.0.0.1")
          .port(0)
          .loops(2)
          .closeTimeout(Duration.ofMillis(500))
          .requestTimeout(Duration.ofSeconds(2))
          .build();

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
