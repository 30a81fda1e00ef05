package dev.nave.hub;

import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node of a cluster in this process that notes what its server asks of it. It passes envelopes on
 * as objects, or as bytes alone, as a backplane between machines would. Any thread.
 */
final class SpyBackplane extends ForwardingBackplane {
  /** How envelopes travel. */
  enum Wire {
    OBJECTS,
    BYTES
  }

  private final Wire wire;
  private final List<String> published = new CopyOnWriteArrayList<>();
  private final Set<String> desired = ConcurrentHashMap.newKeySet();
  private volatile boolean refuses;
  private volatile CompletableFuture<Void> confirmation = CompletableFuture.completedFuture(null);

  SpyBackplane(InMemoryCluster cluster, Wire wire) {
    super(cluster.newNode());
    this.wire = wire;
  }

  /** Returns the topics of all publications so far. */
  List<String> published() {
    return List.copyOf(published);
  }

  /** Returns whether the node wants envelopes of the topic. */
  boolean isSubscribed(String topic) {
    return desired.contains(topic);
  }

  /** Subscriptions from now on are confirmed only once the future is done. */
  void confirmAfter(CompletableFuture<Void> future) {
    confirmation = future;
  }

  /** Refuses all publications from now on. */
  void failPublications() {
    refuses = true;
  }

  @Override
  public CompletionStage<Receipt> publish(String topic, Envelope envelope) {
    if (refuses) {
      return CompletableFuture.failedFuture(
          new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "the backplane is down"));
    }
    published.add(topic);
    return working.publish(
        topic, wire == Wire.BYTES ? Envelope.of(envelope.bytes().clone()) : envelope);
  }

  @Override
  public CompletionStage<Void> subscribe(String topic) {
    desired.add(topic);
    CompletableFuture<Void> held = confirmation;
    return working.subscribe(topic).thenCompose(subscribed -> held);
  }

  @Override
  public CompletionStage<Void> unsubscribe(String topic) {
    desired.remove(topic);
    return working.unsubscribe(topic);
  }

  @Override
  public boolean inProcess() {
    return wire == Wire.OBJECTS;
  }

  @Override
  public <T> Optional<T> capability(Class<T> type) {
    return working.capability(type);
  }
}
