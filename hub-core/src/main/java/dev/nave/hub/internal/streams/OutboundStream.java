package dev.nave.hub.internal.streams;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.internal.connection.StreamWindow;
import dev.nave.hub.internal.executor.SerialExecutor;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a client: asks its source for as many items as the client's connection takes.
 *
 * <p><b>Threading.</b> Any thread. Items are encoded where they are made; the source is called on
 * the hub executor, and no thread is held while the client is slow.
 */
public final class OutboundStream implements ItemSource.Sink {
  /** About how many bytes are asked for at a time, going by the size of earlier items. */
  private static final int BYTES_AT_ONCE = 64 * 1024;

  private final ItemSource source;
  private final StreamWindow outlet;
  private final Function<@Nullable Object, OutboundMessage> encoder;
  private final Ended ended;
  private final SerialExecutor work;
  private final Runnable wakeUp;

  @GuardedBy("this")
  private final Queue<OutboundMessage> encoded = new ArrayDeque<>();

  @GuardedBy("this")
  private int asked;

  @GuardedBy("this")
  private int largestBytes;

  @GuardedBy("this")
  private boolean ready;

  @GuardedBy("this")
  private boolean sourceEnded;

  @GuardedBy("this")
  private @Nullable Throwable failure;

  @GuardedBy("this")
  private boolean cancelled;

  @GuardedBy("this")
  private boolean begun;

  @GuardedBy("this")
  private boolean over;

  // Of the work alone: what goes with a step.
  private @Nullable OutboundMessage sending;
  private int asking;

  /** Hears of the end, once, on the hub executor, when the source has been let go. */
  @FunctionalInterface
  public interface Ended {
    /**
     * Takes the end.
     *
     * @param failure why there are no more items; null if the stream is complete or was cancelled
     */
    void ended(@Nullable Throwable failure);
  }

  /**
   * Prepares a stream.
   *
   * @param returned what the hub method returned: a publisher, a stream, an iterable
   * @param encoder makes the message of an item; what it throws ends the stream
   */
  public OutboundStream(
      Object returned,
      StreamWindow outlet,
      Function<@Nullable Object, OutboundMessage> encoder,
      Executor executor,
      Ended ended) {
    this.source = ItemSource.of(returned);
    this.outlet = outlet;
    this.encoder = encoder;
    this.ended = ended;
    this.work = new SerialExecutor(executor, this::goOn);
    this.wakeUp = work::schedule;
  }

  /** Returns whether there can be a stream of what a hub method returned. */
  public static boolean isPossible(Object returned) {
    return returned instanceof Flow.Publisher
        || returned instanceof BaseStream
        || returned instanceof Iterable;
  }

  /** Begins. */
  public void start() {
    work.schedule();
  }

  /** Ends the stream early, because its client has cancelled it or is gone. Idempotent. */
  public void cancel() {
    synchronized (this) {
      cancelled = true;
      encoded.clear();
    }
    work.schedule();
  }

  /** Ends the stream with a failure, behind the items that have come. */
  public void fail(Throwable why) {
    synchronized (this) {
      failure = failure == null ? why : failure;
    }
    work.schedule();
  }

  // What the source does.

  @Override
  public void ready() {
    synchronized (this) {
      ready = true;
    }
    work.schedule();
  }

  @Override
  public void item(@Nullable Object item) {
    OutboundMessage message;
    try {
      message = encoder.apply(item);
    } catch (RuntimeException | Error e) {
      fail(e);
      return;
    }
    synchronized (this) {
      asked--;
      largestBytes = Math.max(largestBytes, message.weight());
      if (!cancelled && failure == null) {
        encoded.add(message);
      }
    }
    work.schedule();
  }

  @Override
  public void ended(@Nullable Throwable cause) {
    synchronized (this) {
      sourceEnded = true;
      failure = failure == null ? cause : failure;
    }
    work.schedule();
  }

  // On the hub executor, one at a time.

  private void goOn() {
    while (step()) {
      // The next one may be due, too.
    }
  }

  private enum Step {
    BEGIN,
    SEND,
    ASK,
    END,
    /** Nothing, before something else happens. */
    WAIT
  }

  /**
   * Does what is due next.
   *
   * @return whether more may be due
   */
  boolean step() {
    switch (next()) {
      case BEGIN -> source.begin(this);
      case SEND -> {
        if (!send()) {
          return isCancelled();
        }
      }
      case ASK -> {
        source.request(asking);
        return false; // What it brings has this run again.
      }
      case END -> end();
      case WAIT -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Decides at one moment whether an item is left and whether all is over: an item that came
   * between two such decisions would be lost.
   */
  private synchronized Step next() {
    if (over) {
      return Step.WAIT;
    }
    sending = encoded.peek();
    if (cancelled || (sending == null && (sourceEnded || failure != null))) {
      over = true;
      return Step.END;
    }
    if (!begun) {
      begun = true;
      return Step.BEGIN;
    }
    if (sending != null) {
      return Step.SEND;
    }
    if (!ready || asked > 0) {
      return Step.WAIT;
    }
    asking = itemsAtOnce();
    asked += asking;
    return Step.ASK;
  }

  /** Returns whether the connection has taken the item. */
  private boolean send() {
    OutboundMessage item = sending;
    if (item == null || !outlet.offer(item, wakeUp)) {
      return false;
    }
    taken();
    return true;
  }

  private synchronized void taken() {
    encoded.poll();
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  @GuardedBy("this")
  private int itemsAtOnce() {
    if (largestBytes == 0) {
      return 1; // Nothing is known of their size yet.
    }
    return Math.max(1, Math.min(source.mostAtOnce(), BYTES_AT_ONCE / largestBytes));
  }

  private void end() {
    boolean hasEnded;
    Throwable cause;
    synchronized (this) {
      hasEnded = sourceEnded;
      cause = cancelled ? null : failure;
    }
    if (!hasEnded) {
      source.cancel();
    }
    ended.ended(cause);
  }
}
