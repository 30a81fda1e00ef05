package dev.nave.conformance.docs;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;

public class FarmServer {
  public static void main(String... args) {
    int port = Integer.parseInt(args[0]);
    WebSocketTransport web =
        WebSocketTransport.builder().port(port).staticFiles("/", "page").build();
    HubServer server =
        HubServer.builder()
            .transport(web)
            .backplane(RedisBackplane.create(args[1]))
            .hub("/chat", ChatHub.class)
            .build();
    server.stopAtExit(() -> {});
    server.start();
    System.out.println("Open http://localhost:" + web.port());
  }
}
