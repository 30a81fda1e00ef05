package dev.nave.conformance.soak;

import dev.nave.hub.Hub;
import dev.nave.hub.Uploads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/** What clients can leave behind: groups, streams in both directions, unanswered questions. */
final class SoakHub extends Hub {
  public String echo(String text) {
    return text;
  }

  public CompletableFuture<Void> join(String group) {
    return groups().add(group);
  }

  public CompletableFuture<Void> toGroup(String group, String text) {
    return clients().group(group).send("m", text);
  }

  public CompletableFuture<Void> toUser(String user, String text) {
    return clients().user(user).send("m", text);
  }

  /** Streams nothing, and does not end. */
  public Flow.Publisher<String> endless() {
    return new SubmissionPublisher<>(Runnable::run, 1);
  }

  public CompletableFuture<Integer> upload(Flow.Publisher<String> items) {
    return Uploads.forEach(items, item -> {}).thenApply(end -> 0);
  }

  public CompletableFuture<String> ask() {
    return clients().caller().invoke(String.class, "answer");
  }
}
