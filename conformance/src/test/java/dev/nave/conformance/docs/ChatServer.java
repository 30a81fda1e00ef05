package dev.nave.conformance.docs;

import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;

public class ChatServer {
  public static void main(String... args) {
    int port = Integer.parseInt(args[0]);
    WebSocketTransport web =
        WebSocketTransport.builder().port(port).staticFiles("/", "page").build();
    HubServer server = HubServer.builder().transport(web).hub("/chat", ChatHub.class).build();
    server.stopAtExit(() -> {}); // Ctrl+C stops the server; here nothing has to be done then.
    server.start();
    System.out.println("Open http://localhost:" + web.port());
  }
}
