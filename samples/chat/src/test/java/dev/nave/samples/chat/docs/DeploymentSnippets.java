package dev.nave.samples.chat.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;

/** The Java of docs/deployment.md. */
final class DeploymentSnippets {
  private DeploymentSnippets() {}

  /** Some hub. */
  public static final class ChatHub extends Hub {}

  static WebSocketTransport health() {
    WebSocketTransport web =
        WebSocketTransport.builder().port(8080).health("/health/live", "/health/ready").build();
    return web;
  }

  static HubServer drain(WebSocketTransport web) {
    HubServer server =
        HubServer.builder()
            .hub("/chat", ChatHub.class, ChatHub::new)
            .transport(web)
            .serverOptions(
                options ->
                    options
                        .drainDelay(Duration.ofSeconds(5))
                        .closeBatchSize(1_000)
                        .closeBatchInterval(Duration.ofMillis(100)))
            .build();
    return server;
  }
}
