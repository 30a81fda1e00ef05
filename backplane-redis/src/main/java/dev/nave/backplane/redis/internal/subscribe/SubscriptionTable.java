package dev.nave.backplane.redis.internal.subscribe;

import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.redis.internal.lettuce.BulkBound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The topics that this node wants. It outlives connections: each new one is given what is here.
 *
 * <p>Any thread. Futures are completed and listeners called without a lock, but for the one of a
 * topic's deliveries.
 */
public final class SubscriptionTable {
  private final ChannelNames names;
  private final int maxEnvelopeBytes;
  private final ConcurrentMap<String, Subscription> topics = new ConcurrentHashMap<>();
  private final AtomicInteger desired = new AtomicInteger();
  private final AtomicInteger confirmed = new AtomicInteger();
  private volatile @Nullable BackplaneListener listener;

  /**
   * Creates an empty table.
   *
   * @param maxEnvelopeBytes larger envelopes were replaced by markers, see {@link BulkBound}
   */
  public SubscriptionTable(ChannelNames names, int maxEnvelopeBytes) {
    this.names = names;
    this.maxEnvelopeBytes = maxEnvelopeBytes;
  }

  public ChannelNames names() {
    return names;
  }

  /** Sets the receiver of the envelopes; null for none any more. */
  public void listener(@Nullable BackplaneListener value) {
    listener = value;
  }

  /** Wants a topic. The caller attaches it to a connection if there is one. */
  public Subscription.Change subscribe(String topic, byte[] channel) {
    List<Subscription.Change> made = new ArrayList<>(1);
    topics.compute(
        topic,
        (name, known) -> {
          Subscription subscription = known != null ? known : new Subscription(this, name, channel);
          made.add(subscription.subscribe());
          return subscription;
        });
    Subscription.Change change = made.get(0);
    complete(change.superseded());
    return change;
  }

  /** Does not want a topic any more. */
  public CompletableFuture<Void> unsubscribe(String topic) {
    Subscription subscription = topics.get(topic);
    if (subscription == null) {
      return CompletableFuture.completedFuture(null);
    }
    Subscription.Change change = subscription.unsubscribe();
    CompletableFuture<Void> pending = change.superseded();
    if (pending != null) {
      pending.completeExceptionally(
          new CancellationException("unsubscribed from " + TopicText.quote(topic)));
    }
    subscription.wake();
    forgetIfIdle(subscription);
    return change.stage();
  }

  void forgetIfIdle(Subscription subscription) {
    if (subscription.isIdle()) {
      topics.computeIfPresent(
          subscription.topic(),
          (name, known) -> known == subscription && known.isIdle() ? null : known);
    }
  }

  @Nullable Subscription ofChannel(byte[] channel) {
    String topic = names.topic(channel);
    return topic == null ? null : topics.get(topic);
  }

  public void forEach(Consumer<Subscription> action) {
    topics.values().forEach(action);
  }

  /** Makes calls of {@link #deliver} that belong together, once, while there is a listener. */
  void together(Runnable calls) {
    BackplaneListener taker = listener;
    if (taker != null) {
      taker.together(calls);
    }
  }

  /** Hands an envelope to the listener if it comes from the connection that counts. */
  void deliver(byte[] channel, byte[] body, Subscription.Holder from) {
    Subscription subscription = ofChannel(channel);
    if (subscription == null || !subscription.isAt(from)) {
      return;
    }
    synchronized (subscription.delivery()) {
      BackplaneListener taker = listener;
      if (taker == null || !subscription.isAt(from)) {
        return;
      }
      long replaced = BulkBound.replacedBytes(body);
      if (replaced >= 0) {
        taker.tooLarge(
            subscription.topic(),
            "it has "
                + replaced
                + " bytes, more than maxEnvelopeBytes, which is "
                + maxEnvelopeBytes);
        return;
      }
      taker.envelope(subscription.topic(), Envelope.of(body));
    }
  }

  /** Tells the listener how long a probe took. */
  public void roundTrip(long nanos) {
    BackplaneListener taker = listener;
    if (taker != null) {
      taker.roundTrip(nanos);
    }
  }

  /** Takes every topic away from a connection that ended. */
  void detachAll(Subscription.Holder holder) {
    forEach(
        subscription -> {
          complete(subscription.detach(holder));
          forgetIfIdle(subscription);
        });
  }

  /** Forgets everything; pending stages fail. */
  public void clear(Function<String, Throwable> why) {
    for (Subscription each : List.copyOf(topics.values())) {
      Subscription.Change change = each.unsubscribe();
      topics.remove(each.topic(), each);
      change
          .stage()
          .completeExceptionally(why.apply("unsubscribe from " + TopicText.quote(each.topic())));
      CompletableFuture<Void> pending = change.superseded();
      if (pending != null) {
        pending.completeExceptionally(why.apply("subscribe to " + TopicText.quote(each.topic())));
      }
    }
  }

  static void complete(@Nullable CompletableFuture<Void> stage) {
    if (stage != null) {
      stage.complete(null);
    }
  }

  void countDesired(int change) {
    desired.addAndGet(change);
  }

  void countConfirmed(int change) {
    confirmed.addAndGet(change);
  }

  public int desiredCount() {
    return desired.get();
  }

  public int confirmedCount() {
    return confirmed.get();
  }
}
