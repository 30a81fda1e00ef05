package dev.nave.backplane.redis.internal.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.redis.ConnectionRole;
import dev.nave.backplane.redis.internal.publish.PublishQueue;
import dev.nave.backplane.redis.internal.report.Words;
import dev.nave.backplane.redis.internal.subscribe.Subscriber;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A message to ourselves: published on the one connection of a pair and expected on the other. So
 * it notices a server that is stopped, that is cut off in either direction, or that does not
 * deliver.
 *
 * <p><b>Threading.</b> Coordinator only, but for {@link #returned} and {@link #end}.
 */
final class Probe {
  /** Tells the probes of one pair from those of its predecessors, which may come late. */
  private static final AtomicLong PAIRS = new AtomicLong();

  private final NodeContext context;
  private final String name;
  private final byte[] channel;
  private final PublishQueue queue;
  private final Subscriber subscriber;
  private final BiConsumer<ConnectionRole, Throwable> breaker;
  private final String mine = PAIRS.incrementAndGet() + ":";
  private final CompletableFuture<Void> firstReturn = new CompletableFuture<>();
  private long sent;

  /** When the probe was sent that is out, by {@link System#nanoTime}. */
  private volatile long sentNanos;

  private volatile long returned;
  private volatile boolean ended;
  private volatile @Nullable Future<?> repeated;

  /**
   * Creates the probe of a pair.
   *
   * @param name the server's, for messages
   * @param breaker told that a connection does not work
   */
  Probe(
      NodeContext context,
      String name,
      byte[] channel,
      PublishQueue queue,
      Subscriber subscriber,
      BiConsumer<ConnectionRole, Throwable> breaker) {
    this.context = context;
    this.name = name;
    this.channel = channel;
    this.queue = queue;
    this.subscriber = subscriber;
    this.breaker = breaker;
  }

  /** Sends the first; the stage is done when it has come back. Any thread. */
  CompletableFuture<Void> first() {
    context.coordinator().execute(this::send);
    return firstReturn;
  }

  /** Begins to send one each interval. */
  void repeat() {
    repeated = context.coordinator().every(context.options().probeInterval(), this::next);
  }

  private void next() {
    Future<?> self = repeated;
    if (ended && self != null) {
      self.cancel(false);
      return;
    }
    Duration interval = context.options().probeInterval();
    long silentNanos = System.nanoTime() - subscriber.heardNanos();
    // A pair that is busy receiving may be behind with the probe, but it is not dead.
    if (returned != sent && silentNanos >= interval.toNanos()) {
      breaker.accept(
          ConnectionRole.SUBSCRIBE,
          new BackplaneTimeoutException(
              "a probe did not come back within " + Words.of(interval) + " at " + name));
    } else {
      send();
    }
  }

  private void send() {
    sent++;
    sentNanos = System.nanoTime();
    byte[] body = (mine + sent).getBytes(US_ASCII);
    var unusedStage =
        queue
            .offerProbe("(probe)", channel, body)
            .whenComplete(
                (receipt, failure) -> {
                  if (failure != null) {
                    breaker.accept(ConnectionRole.PUBLISH, failure);
                  }
                });
  }

  /** Any thread. Takes what came on the channel, from any publisher. */
  void returned(byte[] body) {
    String text = new String(body, US_ASCII);
    if (!text.startsWith(mine)) {
      return;
    }
    try {
      returned = Long.parseLong(text.substring(mine.length()));
      firstReturn.complete(null);
      context.table().roundTrip(System.nanoTime() - sentNanos);
    } catch (NumberFormatException e) {
      return; // From elsewhere: our own are numbers.
    }
  }

  /** Any thread. */
  void end(Throwable cause) {
    ended = true;
    firstReturn.completeExceptionally(cause);
    Future<?> self = repeated;
    if (self != null) {
      self.cancel(false);
    }
  }
}
