package dev.nave.backplane.redis.internal.publish;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.execution.CoalescedTask;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
import dev.nave.backplane.redis.internal.report.RedisErrors;
import dev.nave.backplane.redis.internal.report.Words;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be published over one connection, in order: bounded, written by its event loop alone,
 * with one flush for all that waits.
 *
 * <p>No more is written than the socket takes, so that a stalled connection leaves few publications
 * with an unknown outcome: what is still in the queue when the connection is given up was certainly
 * not sent.
 *
 * <p><b>Threading.</b> {@link #publish}, {@link #stop} and {@link #settle} from any thread; all
 * else on the loop.
 */
public final class PublishQueue {
  private static final Logger log = LoggerFactory.getLogger(PublishQueue.class);
  private static final int BATCH_COMMANDS = 256;
  private static final int BATCH_BYTES = 256 * 1024;
  private static final long TICK_MILLIS = 50;

  /** What the queue reports to its pair. */
  public interface Owner {
    /** Answers have stopped: the connection is to be given up. */
    void publishingStalled(Throwable cause);

    /**
     * Redis answered that another server has the channel, or that it is not the master any more.
     */
    void moved();
  }

  private final RedisOptions options;
  private final boolean sharded;
  private final String endpoint;
  private final Channel channel;
  private final Owner owner;
  private final PublishOutcomes outcomes;
  private final Queue<PublishCommand> waiting = new ConcurrentLinkedQueue<>();
  private final PublishesInFlight inFlight;
  private final CoalescedTask draining;

  /** Why nothing is sent any more; null while the connection is good. */
  private volatile @Nullable Ending ending;

  /** Whether what was taken is to be ended: not before the outage was told. */
  private volatile boolean settling;

  private volatile boolean countsReceivers;

  /** Loop only: handed to the connection and not answered, oldest first. */
  private final ArrayDeque<PublishCommand> unanswered = new ArrayDeque<>();

  private volatile @Nullable ScheduledFuture<?> ticks;

  private record Ending(RefusalReason reason, Throwable cause) {}

  public PublishQueue(
      RedisOptions options,
      PubSubKind kind,
      String endpoint,
      Channel channel,
      Owner owner,
      PublishTotals totals) {
    this.options = options;
    this.inFlight = new PublishesInFlight(options);
    this.sharded = kind.sharded();
    this.countsReceivers = kind.countsReceivers();
    this.endpoint = endpoint;
    this.channel = channel;
    this.draining = new CoalescedTask(channel.eventLoop(), this::drain);
    this.owner = owner;
    this.outcomes = new PublishOutcomes(endpoint, totals);
  }

  /** Redis turned out not to count all receivers. */
  public void receiversAreUncertain() {
    countsReceivers = false;
  }

  /** Begins to watch over the time that answers take. */
  public void start() {
    ticks =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Any thread. */
  public CompletableFuture<Receipt> publish(String topic, byte[] channelName, Envelope envelope) {
    Ending ended = ending;
    if (ended != null) {
      return outcomes.notTaken(ended.reason(), topic, "the connection was lost", ended.cause());
    }
    String tooMany = inFlight.take();
    if (tooMany != null) {
      return outcomes.notTaken(RefusalReason.OVERLOADED, topic, tooMany, null);
    }
    byte[] body;
    try {
      body = Objects.requireNonNull(envelope.bytes(), "the bytes of the envelope");
    } catch (RuntimeException | Error e) {
      inFlight.giveBack(0);
      return outcomes.notTaken(
          RefusalReason.ENCODING_FAILED, topic, "the envelope cannot be encoded", e);
    }
    if (body.length > options.maxEnvelopeBytes()) {
      inFlight.giveBack(0);
      return outcomes.notTaken(
          RefusalReason.TOO_LARGE,
          topic,
          "the envelope has "
              + body.length
              + " bytes, more than maxEnvelopeBytes, which is "
              + options.maxEnvelopeBytes(),
          null);
    }
    String tooMuch = inFlight.takeBytes(channelName.length + body.length);
    if (tooMuch != null) {
      return outcomes.notTaken(RefusalReason.OVERLOADED, topic, tooMuch, null);
    }
    return offer(topic, channelName, body, false).outcome();
  }

  /** Any thread. Sends what the backplane itself has to say, whatever waits already. */
  public CompletableFuture<Receipt> offerProbe(String topic, byte[] channelName, byte[] body) {
    inFlight.takeAnyway(channelName.length + body.length);
    return offer(topic, channelName, body, true).outcome();
  }

  private PublishCommand offer(String topic, byte[] channelName, byte[] body, boolean probe) {
    CommandType type = sharded ? CommandType.SPUBLISH : CommandType.PUBLISH;
    PublishCommand command = new PublishCommand(this, type, topic, channelName, body, probe);
    waiting.add(command);
    scheduleDrain();
    return command;
  }

  private void scheduleDrain() {
    if (!draining.request()) { // The loop has ended, and with it the connection.
      stop(RefusalReason.CLOSED, new IOException("the event loop has ended"));
      settleAll();
    }
  }

  private void drain() {
    if (ending != null) {
      if (settling) {
        settleAll();
      }
      return;
    }
    boolean written = false;
    while (channel.isWritable()) {
      List<PublishCommand> batch = nextBatch();
      if (batch.isEmpty()) {
        break;
      }
      unanswered.addAll(batch);
      var unusedFuture = channel.write(batch);
      written = true;
    }
    if (written) {
      channel.flush();
    }
  }

  private List<PublishCommand> nextBatch() {
    List<PublishCommand> batch = new ArrayList<>();
    int size = 0;
    while (batch.size() < BATCH_COMMANDS && size < BATCH_BYTES) {
      PublishCommand next = waiting.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
      size += next.bytes();
    }
    return batch;
  }

  /** Called by a command that Redis answered, or that Lettuce gave up. */
  void answered(PublishCommand command, @Nullable Throwable failure) {
    if (channel.eventLoop().inEventLoop()) {
      answeredOnLoop(command, failure);
    } else {
      try {
        channel.eventLoop().execute(() -> answeredOnLoop(command, failure));
      } catch (RejectedExecutionException e) {
        answeredOnLoop(command, failure); // The loop has ended, and with it its thread.
      }
    }
  }

  private void answeredOnLoop(PublishCommand command, @Nullable Throwable failure) {
    if (failure != null) { // The connection is lost; the command is settled with all the others.
      owner.publishingStalled(failure);
      return;
    }
    if (!command.settle()) {
      return;
    }
    forgetSettled();
    inFlight.giveBack(command.bytes());
    String refusal = command.refusal();
    if (refusal != null) {
      if (RedisErrors.isMoved(refusal) || RedisErrors.isDemoted(refusal)) {
        owner.moved();
      }
      outcomes.refuse(command, RedisErrors.reason(refusal), Words.clip(refusal), null);
    } else {
      Long receivers = countsReceivers ? command.get() : null;
      command.outcome().complete(receivers == null ? Receipt.UNCOUNTED : Receipt.of(receivers));
    }
    if (!waiting.isEmpty()) {
      scheduleDrain();
    }
  }

  private void forgetSettled() {
    PublishCommand oldest = unanswered.peek();
    while (oldest != null && oldest.isSettled()) {
      unanswered.poll();
      oldest = unanswered.peek();
    }
  }

  /** What is thrown here would end the watch, and with it every time-out of a publication. */
  private void tick() {
    try {
      checkAge();
    } catch (RuntimeException | Error e) {
      log.error("the watch over publications at {} failed; it goes on", endpoint, e);
    }
  }

  private void checkAge() {
    ScheduledFuture<?> ticking = ticks;
    if (ending != null && ticking != null) {
      ticking.cancel(false);
      return;
    }
    PublishCommand oldest = unanswered.peek();
    Duration limit = options.publishTimeout();
    if (oldest != null && isOlder(oldest, limit)) {
      owner.publishingStalled(
          new BackplaneTimeoutException(
              "no answer to a publication within " + Words.of(limit) + " at " + endpoint));
    } else {
      refuseOverdue(limit);
    }
  }

  /**
   * The connection works, but is too slow for what is to be sent: what waits too long is not sent.
   */
  private void refuseOverdue(Duration limit) {
    PublishCommand next = waiting.peek();
    while (next != null && isOlder(next, limit) && !next.isProbe()) {
      waiting.poll();
      next.settle();
      inFlight.giveBack(next.bytes());
      outcomes.refuse(
          next,
          RefusalReason.OVERLOADED,
          "the connection is too slow: it waited for " + Words.of(limit),
          null);
      next = waiting.peek();
    }
  }

  private static boolean isOlder(PublishCommand command, Duration limit) {
    return System.nanoTime() - command.waitingSinceNanos() > limit.toNanos();
  }

  /** Any thread. Takes nothing more; what was taken is to be ended by {@link #settle}. */
  public synchronized void stop(RefusalReason reason, Throwable cause) {
    if (ending == null) {
      ending = new Ending(reason, cause);
    }
  }

  /** Any thread, once stopped. What was encoded has an unknown outcome, the rest is refused. */
  public void settle() {
    settling = true;
    scheduleDrain();
  }

  /** On the loop, or on any thread once the loop has ended. */
  private void settleAll() {
    Ending ended = ending;
    if (ended != null) {
      takeAll().forEach(command -> giveUp(command, ended)); // Without the lock: others are called.
    }
  }

  private synchronized List<PublishCommand> takeAll() {
    List<PublishCommand> all = new ArrayList<>(unanswered);
    unanswered.clear();
    for (PublishCommand next = waiting.poll(); next != null; next = waiting.poll()) {
      all.add(next);
    }
    return all;
  }

  private void giveUp(PublishCommand command, Ending ended) {
    if (command.settle()) {
      inFlight.giveBack(command.bytes());
      outcomes.abandon(command, ended.reason(), ended.cause());
    }
  }
}
