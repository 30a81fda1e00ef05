package dev.nave.hub.internal.accounting;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A medium that loses, refuses and delays what it carries, at random or as it is told; and a clock.
 * One thread. It keeps what a backplane promises: at most once, in order per topic and publisher.
 */
final class SimulatedNetwork {
  /** What a publication ended as. */
  enum Kind {
    DELIVERED,
    REFUSED,
    UNKNOWN
  }

  /** What happens to publications. */
  enum Outcome {
    ACCEPTED,
    REFUSED_UNENCODED,
    REFUSED_ENCODED,
    UNKNOWN_SENT,
    UNKNOWN_NOT_SENT,
    UNKNOWN_UNENCODED
  }

  final List<SimulatedNode> nodes = new ArrayList<>();

  private final Random random;
  private final Map<String, Queue<Runnable>> lanes = new LinkedHashMap<>();

  /** Of the publications of an origin on a topic, how many a node wished for and did not get. */
  final Map<String, Long> missed = new HashMap<>();

  /** What happens to the next publications; at random if there is none, and chaos. */
  final Queue<Outcome> outcomes = new ArrayDeque<>();

  /** Whether anything bad happens by itself. */
  boolean chaos;

  /** A node that hears nothing, and does not know it. */
  @Nullable SimulatedNode deaf;

  private long now;

  SimulatedNetwork(long seed) {
    random = new Random(seed);
  }

  long nanoTime() {
    return now;
  }

  void advance(Duration time) {
    now += time.toNanos();
  }

  static Kind kind(@Nullable Throwable failure) {
    if (failure == null) {
      return Kind.DELIVERED;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof BackplaneUnavailableException ? Kind.REFUSED : Kind.UNKNOWN;
  }

  CompletionStage<Receipt> publish(SimulatedNode publisher, String topic, Envelope envelope) {
    if (!publisher.isUp()) {
      return CompletableFuture.failedStage(refusal());
    }
    Outcome outcome = outcomes.isEmpty() ? randomOutcome() : outcomes.remove();
    CompletableFuture<Receipt> stage = new CompletableFuture<>();
    switch (outcome) {
      case REFUSED_UNENCODED -> {
        return CompletableFuture.failedStage(refusal());
      }
      case UNKNOWN_UNENCODED -> {
        return CompletableFuture.failedStage(new BackplaneTimeoutException("no answer"));
      }
      case ACCEPTED -> {
        carry(publisher, topic, envelope.bytes());
        settle(publisher, stage, null);
      }
      case REFUSED_ENCODED -> {
        byte[] unused = envelope.bytes();
        settle(publisher, stage, refusal());
      }
      case UNKNOWN_SENT -> {
        carry(publisher, topic, envelope.bytes());
        settle(publisher, stage, new BackplaneTimeoutException("no answer"));
      }
      case UNKNOWN_NOT_SENT -> {
        byte[] unused = envelope.bytes();
        nodes.stream().filter(node -> node.topics.contains(topic)).forEach(this::miss);
        settle(publisher, stage, new BackplaneTimeoutException("no answer"));
      }
    }
    return stage;
  }

  private Outcome randomOutcome() {
    int one = chaos ? random.nextInt(100) : 100;
    return one < 5
        ? Outcome.REFUSED_UNENCODED
        : one < 10
            ? Outcome.REFUSED_ENCODED
            : one < 13
                ? Outcome.UNKNOWN_SENT
                : one < 16
                    ? Outcome.UNKNOWN_NOT_SENT
                    : one < 18 ? Outcome.UNKNOWN_UNENCODED : Outcome.ACCEPTED;
  }

  private static BackplaneUnavailableException refusal() {
    return new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "a test says so");
  }

  private void settle(
      SimulatedNode publisher,
      CompletableFuture<Receipt> stage,
      @Nullable BackplaneException failure) {
    CompletableFuture<Receipt> trigger = new CompletableFuture<>();
    var unusedFuture =
        trigger.thenAccept(
            receipt -> {
              if (failure == null) {
                stage.complete(receipt);
              } else {
                stage.completeExceptionally(failure);
              }
            });
    publisher.unsettled.add(trigger);
    if (!chaos) {
      settleSome(publisher, 1);
    }
  }

  private void settleSome(SimulatedNode node, double share) {
    for (int i = node.unsettled.size(); i > 0; i--) {
      CompletableFuture<Receipt> next = node.unsettled.remove();
      if (random.nextDouble() < share) {
        next.complete(Receipt.UNCOUNTED);
      } else {
        node.unsettled.add(next); // Answers come in any order.
      }
    }
  }

  private void carry(SimulatedNode publisher, String topic, byte[] bytes) {
    for (SimulatedNode node : nodes) {
      if (!node.topics.contains(topic)) {
        continue;
      }
      if (!node.isUp() || node == deaf || (chaos && random.nextInt(100) < 7)) {
        miss(node);
        continue;
      }
      lanes
          .computeIfAbsent(
              publisher.id() + ">" + node.id() + ">" + topic, unused -> new ArrayDeque<>())
          .add(() -> node.receive(topic, bytes));
      if (!chaos) {
        pump(1);
      }
    }
  }

  /** Carries what one who is no node publishes under the name of one. */
  void forge(String origin, String topic, long number) {
    nodes.forEach(node -> node.receive(topic, SimulatedNode.bytes(origin, number)));
  }

  private void miss(SimulatedNode node) {
    missed.merge(node.id(), 1L, Long::sum);
  }

  /** Delivers what waits: of each lane the oldest, and each with that probability. */
  void pump(double share) {
    for (Queue<Runnable> lane : List.copyOf(lanes.values())) {
      while (!lane.isEmpty() && random.nextDouble() < share) {
        lane.remove().run();
      }
    }
  }

  /** Lets the medium do some of what it has to. */
  void work(double share) {
    pump(share);
    nodes.forEach(node -> settleSome(node, share));
  }

  /** One interval: everybody announces. */
  void round(Duration interval, double share) {
    advance(interval);
    for (SimulatedNode node : nodes) {
      node.accounting.tick();
      work(share);
    }
  }
}
