package dev.nave.conformance.docs;

import dev.nave.hub.Hub;
import java.util.concurrent.CompletionStage;

public class ChatHub extends Hub {
  public CompletionStage<Void> send(String user, String text) {
    return clients().all().send("messageReceived", user, text);
  }
}
