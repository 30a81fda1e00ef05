package dev.nave.hub.internal.accounting;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.messagepack.Code;
import dev.nave.hub.internal.stages.Outcomes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the publications of one hub on this node, per topic, and hands them to the backplane in
 * the order of their numbers.
 *
 * <p>A number is taken when the backplane asks for the bytes, which it does before {@link
 * Backplane#publish} returns and only if it is going to try: what is refused because the link is
 * down leaves no gap. A number that was taken and then certainly refused becomes void.
 *
 * <p><b>Threading.</b> Any thread. Topics share some locks; the backplane is called under one.
 */
final class PublishedNumbers {
  private static final int MAX_STRIPES = 64;
  private static final int NUMBER_BYTES = 9;

  private final AnnouncementCount announcements = new AnnouncementCount();
  private final CounterStripe[] stripes;
  private final AccountingSettings settings;

  PublishedNumbers(AccountingSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    // A power of two.
    int count = Integer.highestOneBit(Math.min(MAX_STRIPES, Math.max(1, settings.maxCounters())));
    stripes = new CounterStripe[count];
    for (int i = 0; i < count; i++) {
      stripes[i] =
          new CounterStripe(
              announcements,
              nanoTime,
              Math.max(1, settings.maxCounters() / count),
              settings.maxVoids());
    }
  }

  /**
   * Publishes.
   *
   * @param front gives the bytes of the envelope, to which the number is then appended
   */
  CompletionStage<Receipt> publish(Backplane backplane, String topic, Supplier<byte[]> front) {
    CounterStripe stripe = stripeOf(topic);
    NumberedEnvelope envelope = new NumberedEnvelope(stripe, topic, front);
    CompletionStage<Receipt> stage;
    synchronized (stripe) {
      stage = handOver(backplane, topic, envelope);
    }
    CounterStripe.Taken taken = envelope.taken;
    return taken == null
        ? stage
        : stage.whenComplete((receipt, failure) -> stripe.settle(taken, isRefusal(failure)));
  }

  /** A number that was taken must be settled, even by a backplane that throws. */
  private static CompletionStage<Receipt> handOver(
      Backplane backplane, String topic, Envelope envelope) {
    try {
      return backplane.publish(topic, envelope);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static boolean isRefusal(@Nullable Throwable failure) {
    return Outcomes.unwrap(failure) instanceof BackplaneUnavailableException;
  }

  private CounterStripe stripeOf(String topic) {
    int hash = topic.hashCode();
    return stripes[(hash ^ (hash >>> 16)) & (stripes.length - 1)];
  }

  AnnouncementCount announcements() {
    return announcements;
  }

  /**
   * Hands over what receivers should know of each topic that changed since an announcement.
   *
   * @param announcement the one that will say so
   */
  void tellChanges(long announcement, long since, Consumer<Announcement.Item> items) {
    for (CounterStripe stripe : stripes) {
      stripe.tellChanges(announcement, since, items);
    }
  }

  /** Drops the counters that are idle and of which all up to that announcement was told. */
  void dropIdle(long toldSince) {
    for (CounterStripe stripe : stripes) {
      stripe.dropIdle(settings.counterIdleTime().toNanos(), toldSince);
    }
  }

  /** Returns how many topics have a counter. */
  int counters() {
    int sum = 0;
    for (CounterStripe stripe : stripes) {
      sum += stripe.size();
    }
    return sum;
  }

  /** An envelope that takes its number when its bytes are first asked for. */
  private static final class NumberedEnvelope implements Envelope {
    private final CounterStripe stripe;
    private final String topic;
    private final Supplier<byte[]> front;
    private byte @Nullable [] bytes;
    CounterStripe.@Nullable Taken taken;

    NumberedEnvelope(CounterStripe stripe, String topic, Supplier<byte[]> front) {
      this.stripe = stripe;
      this.topic = topic;
      this.front = front;
    }

    @Override
    public byte[] bytes() {
      synchronized (stripe) {
        byte[] known = bytes;
        if (known == null) {
          byte[] inFront = front.get(); // Fails, if at all, before a number is taken.
          CounterStripe.Taken number = stripe.take(topic);
          taken = number;
          ByteBuilder out = new ByteBuilder(inFront.length + NUMBER_BYTES);
          out.write(inFront);
          out.write(Code.UINT64);
          out.writeBigEndian(number.number(), NUMBER_BYTES - 1);
          known = out.toByteArray();
          bytes = known;
        }
        return known;
      }
    }
  }
}
