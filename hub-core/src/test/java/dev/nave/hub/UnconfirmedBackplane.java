package dev.nave.hub;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that delivers what is sent to clients at once, and confirms it when a test says so. Any
 * thread.
 */
final class UnconfirmedBackplane extends ForwardingBackplane {
  private final List<CompletableFuture<Receipt>> publications = new CopyOnWriteArrayList<>();
  private volatile boolean confirming;
  private volatile CompletableFuture<Void> joins = CompletableFuture.completedFuture(null);

  UnconfirmedBackplane() {
    super(new InMemoryCluster().newNode());
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    CompletionStage<Receipt> published =
        working.publish(topic, Envelope.of(envelope.bytes().clone()));
    if (topic.contains(":internal:") || topic.contains(":node:") || topic.endsWith(":probe")) {
      return published;
    }
    CompletableFuture<Receipt> confirmed = new CompletableFuture<>();
    publications.add(confirmed);
    if (confirming) {
      confirmed.complete(Receipt.UNCOUNTED);
    }
    return confirmed;
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    CompletionStage<Void> subscribed = working.subscribe(topic);
    CompletableFuture<Void> held = joins;
    return topic.contains(":group:") ? subscribed.thenCompose(unused -> held) : subscribed;
  }

  /** Joins of groups from now on are confirmed once the future is done. */
  void confirmJoinsAfter(CompletableFuture<Void> future) {
    joins = future;
  }

  /** Returns how many sends to clients were published. */
  int published() {
    return publications.size();
  }

  /** Returns how many of these are not confirmed. */
  int unconfirmed() {
    return (int) publications.stream().filter(each -> !each.isDone()).count();
  }

  /** Confirms one, counted from 0. */
  void confirm(int publication) {
    publications.get(publication).complete(Receipt.UNCOUNTED);
  }

  /** Confirms all, and all to come. */
  void confirmAll() {
    confirming = true;
    for (int i = 0; i < publications.size(); i++) {
      confirm(i);
    }
  }

  /** Refuses one, counted from 0. */
  void refuse(int publication) {
    publications
        .get(publication)
        .completeExceptionally(
            new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "a test says so"));
  }
}
