package dev.nave.spring.boot.autoconfigure;

import dev.nave.hub.Hub;
import dev.nave.spring.boot.HubController;
import java.util.concurrent.CompletionStage;

/** A hub with an injected service. */
@HubController("/chat")
public class ChatHub extends Hub {
  private final Greetings greetings;

  ChatHub(Greetings greetings) {
    this.greetings = greetings;
  }

  public String greet(String name) {
    return greetings.greet(name);
  }

  public CompletionStage<Void> say(String text) {
    return clients().all().send("said", text);
  }

  /** What hubs need. */
  static class Greetings {
    String greet(String name) {
      return "Hello, " + name;
    }
  }
}
