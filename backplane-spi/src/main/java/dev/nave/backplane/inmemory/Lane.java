package dev.nave.backplane.inmemory;

import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.Stages;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delivers the publications of some topics one after another, which gives each of these topics one
 * order for all nodes.
 *
 * <p><b>Threading.</b> Any thread; no thread waits for another. The first publisher delivers its
 * publication and then those that were queued meanwhile. While it does, other publishers append to
 * the queue, and so does a listener that publishes. A lock instead would deadlock: with publishers
 * that hold a lock of their own, and with listeners that publish.
 */
final class Lane {
  private final InMemoryCluster cluster;

  /**
   * Zero while the lane is free. Otherwise 1 for the thread that delivers, and 1 for every
   * publication that was queued since that thread last looked.
   */
  private final AtomicInteger claims = new AtomicInteger();

  private final Queue<Publication> waiting = new ConcurrentLinkedQueue<>();

  Lane(InMemoryCluster cluster) {
    this.cluster = cluster;
  }

  CompletionStage<Receipt> publish(InMemoryBackplane publisher, String topic, Envelope envelope) {
    if (claims.compareAndSet(0, 1)) {
      Receipt receipt = deliver(topic, envelope);
      deliverWaiting();
      return CompletableFuture.completedStage(receipt);
    }
    Publication publication =
        new Publication(publisher, topic, envelope, new CompletableFuture<>());
    waiting.add(publication);
    if (claims.getAndIncrement() == 0) {
      deliverWaiting();
    }
    return Stages.readOnly(publication.outcome);
  }

  /** Only by the thread that holds the lane; gives it up. */
  private void deliverWaiting() {
    int seen = 1;
    do {
      for (Publication next = waiting.poll(); next != null; next = waiting.poll()) {
        settle(next);
      }
      seen = claims.addAndGet(-seen);
    } while (seen != 0);
  }

  private void settle(Publication publication) {
    if (publication.publisher.isClosed()) {
      publication.outcome.completeExceptionally(
          publication.publisher.refusal("publish to", publication.topic));
    } else {
      publication.outcome.complete(deliver(publication.topic, publication.envelope));
    }
  }

  private Receipt deliver(String topic, Envelope envelope) {
    List<InMemoryBackplane> nodes = cluster.subscribersOf(topic);
    int receivers = 0;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).deliver(topic, envelope)) {
        receivers++;
      }
    }
    return Receipt.of(receivers);
  }

  private record Publication(
      InMemoryBackplane publisher,
      String topic,
      Envelope envelope,
      CompletableFuture<Receipt> outcome) {}
}
