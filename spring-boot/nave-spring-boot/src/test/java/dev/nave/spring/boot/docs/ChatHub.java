package dev.nave.spring.boot.docs;

import dev.nave.hub.Hub;
import dev.nave.spring.boot.HubController;
import java.util.concurrent.CompletionStage;

@HubController("/chat")
public class ChatHub extends Hub {
  public CompletionStage<Void> send(String user, String text) {
    return clients().all().send("messageReceived", user, text);
  }
}
