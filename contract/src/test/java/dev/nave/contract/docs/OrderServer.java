package dev.nave.contract.docs;

import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;

public class OrderServer {
  public static void main(String[] args) {
    WebSocketTransport web = WebSocketTransport.builder().port(8080).build();
    HubServer.builder().transport(web).hub("/orders", OrderHub.class).build().start();
  }
}
