package dev.nave.conformance;

import dev.nave.hub.Hub;
import java.util.concurrent.CompletableFuture;

/** The least that speed can be measured with. */
final class BenchHub extends Hub {
  private static final String MESSAGE = "m";

  public CompletableFuture<Void> broadcast(String text) {
    return clients().all().send(MESSAGE, text);
  }

  public String echo(String text) {
    return text;
  }

  public CompletableFuture<Void> join(String group) {
    return groups().add(group);
  }

  public CompletableFuture<Void> toGroup(String group, String text) {
    return clients().group(group).send(MESSAGE, text);
  }
}
