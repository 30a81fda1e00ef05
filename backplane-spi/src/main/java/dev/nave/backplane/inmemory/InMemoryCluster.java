package dev.nave.backplane.inmemory;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Connects nodes of one process. It holds subscriptions and what the nodes enter in its directory,
 * so it needs no closing.
 *
 * <p>Safe for use by several threads. Subscribers of a topic are an immutable list, replaced at
 * each change, so that deliveries need no lock.
 */
public final class InMemoryCluster {
  /** So many topics can be delivered at the same time; a power of two. */
  private static final int LANES = 64;

  private final ConcurrentMap<String, List<InMemoryBackplane>> subscribers =
      new ConcurrentHashMap<>();
  private final Lane[] lanes = new Lane[LANES];

  private final ClusterDirectory directory;

  /** Creates a cluster without nodes. */
  public InMemoryCluster() {
    this(System::nanoTime);
  }

  /** For tests that turn the clock by hand, by which timed entries of the directory end. */
  InMemoryCluster(LongSupplier nanoTime) {
    directory = new ClusterDirectory(nanoTime);
    for (int i = 0; i < LANES; i++) {
      lanes[i] = new Lane(this);
    }
  }

  /** Returns a new, unstarted node of this cluster. */
  public InMemoryBackplane newNode() {
    return new InMemoryBackplane(this);
  }

  ClusterDirectory directory() {
    return directory;
  }

  CompletionStage<Receipt> publish(InMemoryBackplane publisher, String topic, Envelope envelope) {
    return laneOf(topic).publish(publisher, topic, envelope);
  }

  List<InMemoryBackplane> subscribersOf(String topic) {
    return subscribers.getOrDefault(topic, List.of());
  }

  /** Returns whether the node was not subscribed to the topic. Under the node's lock. */
  boolean subscribe(InMemoryBackplane node, String topic) {
    if (subscribersOf(topic).contains(node)) {
      return false;
    }
    subscribers.merge(
        topic,
        node.alone(),
        (before, added) -> {
          List<InMemoryBackplane> after = new ArrayList<>(before);
          after.addAll(added);
          return List.copyOf(after);
        });
    return true;
  }

  /** Returns whether the node was subscribed to the topic. Under the node's lock. */
  boolean unsubscribe(InMemoryBackplane node, String topic) {
    if (!subscribersOf(topic).contains(node)) {
      return false;
    }
    subscribers.computeIfPresent(
        topic,
        (key, before) -> {
          List<InMemoryBackplane> after = new ArrayList<>(before);
          after.remove(node);
          return after.isEmpty() ? null : List.copyOf(after);
        });
    return true;
  }

  /** Takes a node out of all topics. Under the node's lock. */
  void unsubscribeAll(InMemoryBackplane node) {
    subscribers.keySet().forEach(topic -> unsubscribe(node, topic));
  }

  private Lane laneOf(String topic) {
    int hash = topic.hashCode();
    return lanes[(hash ^ (hash >>> 16)) & (LANES - 1)];
  }
}
