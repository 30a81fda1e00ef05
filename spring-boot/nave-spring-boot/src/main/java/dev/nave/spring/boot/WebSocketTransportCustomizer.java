package dev.nave.spring.boot;

import dev.nave.transport.websocket.WebSocketTransportBuilder;

/**
 * Changes the transport on Netty after what properties have set: TLS, static files, paths for
 * health. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface WebSocketTransportCustomizer {
  /** Changes the transport. */
  void customize(WebSocketTransportBuilder transport);
}
