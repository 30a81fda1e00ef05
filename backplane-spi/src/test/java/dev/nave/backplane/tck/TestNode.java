package dev.nave.backplane.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * A node that notes what it hears. What it publishes is text, what it received reads {@code
 * topic=text}.
 *
 * <p>Its calls wait for their stages. Safe for use by several threads.
 */
public final class TestNode {
  private final Backplane backplane;
  private final Duration patience;
  private final Runnable beforeSubscribing;
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final BlockingQueue<BackplaneEvent> events = new LinkedBlockingQueue<>();
  private final Set<String> topicsBeingDelivered = ConcurrentHashMap.newKeySet();
  private final Queue<String> overlaps = new ConcurrentLinkedQueue<>();
  private volatile BiConsumer<String, String> reaction = (topic, text) -> {};

  /** What a node received. */
  public record Delivery(String topic, Envelope envelope) {
    @Override
    public String toString() {
      return topic + "=" + new String(envelope.bytes(), UTF_8);
    }
  }

  /**
   * Wraps a backplane that was not started yet.
   *
   * @param patience how long to wait for what must happen
   */
  public TestNode(Backplane backplane, Duration patience) {
    this(backplane, patience, () -> {});
  }

  /** As above, for a medium that has to settle before a subscription. */
  TestNode(Backplane backplane, Duration patience, Runnable beforeSubscribing) {
    this.backplane = backplane;
    this.patience = patience;
    this.beforeSubscribing = beforeSubscribing;
  }

  /** Returns the node itself. */
  public Backplane backplane() {
    return backplane;
  }

  /** Starts the node. */
  public void start() {
    await(startUnawaited());
  }

  /** Starts the node, but leaves the stage to the caller. */
  public CompletionStage<Void> startUnawaited() {
    return backplane.start(new Recorder());
  }

  /** Subscribes to a topic. */
  public void subscribe(String topic) {
    beforeSubscribing.run();
    await(backplane.subscribe(topic));
  }

  /** Unsubscribes from a topic. */
  public void unsubscribe(String topic) {
    await(backplane.unsubscribe(topic));
  }

  /** Publishes a text. */
  public Receipt publish(String topic, String text) {
    return await(publishUnawaited(topic, text));
  }

  /** Publishes a text, but leaves the stage to the caller. */
  public CompletionStage<Receipt> publishUnawaited(String topic, String text) {
    return backplane.publish(topic, Envelope.of(text.getBytes(UTF_8)));
  }

  /**
   * Sets what the listener does with each topic and text, after it has noted them. It may throw.
   */
  public void onEnvelope(BiConsumer<String, String> reaction) {
    this.reaction = reaction;
  }

  /** Waits for the next deliveries and asserts that they are these, in this order. */
  public void assertNext(String... expected) {
    assertThat(next(expected.length)).containsExactly(expected);
  }

  /** As {@link #assertNext}, but in any order: topics have none between them. */
  public void assertNextInAnyOrder(Collection<String> expected) {
    assertThat(next(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Waits for the next delivery and returns it. */
  public Delivery next() {
    return take(deliveries, "envelope");
  }

  /** Waits for some deliveries and returns them, each as {@code topic=text}. */
  public List<String> next(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(next().toString());
    }
    return texts;
  }

  /** Waits for the deliveries up to this one and returns those before it. */
  public List<String> nextUntil(String last) {
    List<String> texts = new ArrayList<>();
    for (String text = next().toString(); !text.equals(last); text = next().toString()) {
      texts.add(text);
    }
    return texts;
  }

  /** Waits for the next event, asserts its type and returns it. */
  public <E extends BackplaneEvent> E assertNextEvent(Class<E> type) {
    BackplaneEvent event = take(events, "event");
    assertThat(event).isInstanceOf(type);
    return type.cast(event);
  }

  /** Asserts that the node heard nothing but what was asked for, and never two calls at once. */
  public void assertNothingElse() {
    assertThat(deliveries).as("envelopes that the test did not mention").isEmpty();
    assertThat(events).as("events that the test did not mention").isEmpty();
    assertThat(overlaps).as("topics with calls that overlapped").isEmpty();
  }

  /** Waits for a stage and returns its value. */
  public <T> T await(CompletionStage<T> stage) {
    try {
      return get(stage);
    } catch (ExecutionException e) {
      throw new AssertionError("a stage failed", e.getCause());
    }
  }

  /** Waits until a stage failed, asserts the type of its exception and returns it. */
  public <X extends Throwable> X awaitFailure(CompletionStage<?> stage, Class<X> type) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    var unusedStage =
        stage.whenComplete(
            (value, thrown) -> {
              if (thrown != null) {
                failure.complete(thrown);
              } else {
                failure.completeExceptionally(new AssertionError("completed with " + value));
              }
            });
    try {
      Throwable thrown = get(failure);
      assertThat(thrown).as("as it is, not wrapped").isInstanceOf(type);
      return type.cast(thrown);
    } catch (ExecutionException e) {
      return fail("a stage should have failed", e.getCause());
    }
  }

  private <T> T get(CompletionStage<T> stage) throws ExecutionException {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a stage did not end within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private <T> T take(BlockingQueue<T> queue, String what) {
    try {
      T next = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return next != null ? next : fail("no " + what + " came within " + patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private final class Recorder implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {
      if (!topicsBeingDelivered.add(topic)) {
        overlaps.add(topic);
      }
      try {
        Delivery delivery = new Delivery(topic, envelope);
        deliveries.add(delivery);
        reaction.accept(topic, new String(envelope.bytes(), UTF_8));
      } finally {
        topicsBeingDelivered.remove(topic);
      }
    }

    @Override
    public void event(BackplaneEvent event) {
      events.add(event);
    }
  }
}
