package dev.nave.transport.websocket.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.WebSocketTransport;
import org.junit.jupiter.api.Test;

class TransportsSnippetsIT {
  @Test
  void aHubOffersTheTransportsItWasGiven() {
    WebSocketTransport transport = WebSocketTransport.builder().host("127.0.0.1").port(0).build();
    HubServerBuilder builder = HubServer.builder().transport(transport);
    new TransportsSnippets().map(builder);
    HubServer server = builder.build();
    server.start();
    try (RawClient client = RawClient.connect(transport.port())) {
      client.send("POST /chat/negotiate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");

      assertThat(client.read().body())
          .contains("WebSockets", "LongPolling")
          .doesNotContain("ServerSentEvents");
    } finally {
      server.close();
    }
  }
}
