package dev.nave.samples.chat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.util.concurrent.CompletionStage;

/** The smallest application there is; the README shows the lines between the markers. */
// README: begin
public final class HubInTenLines extends Hub {
  public CompletionStage<Void> send(String user, String text) {
    return clients().all().send("messageReceived", user, text);
  }

  public static void main(String... args) {
    WebSocketTransport web = WebSocketTransport.builder().port(8080).build();
    HubServer.builder().transport(web).hub("/chat", HubInTenLines.class).build().start();
  }
}
// README: end
