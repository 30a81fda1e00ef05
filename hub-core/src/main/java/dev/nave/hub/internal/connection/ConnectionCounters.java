package dev.nave.hub.internal.connection;

import dev.nave.hub.DropReason;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.reconnect.DisconnectedCount;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the connections of one hub. Any thread. */
public final class ConnectionCounters {
  private final LongAdder droppedSlow = new LongAdder();
  private final LongAdder droppedNotEncoded = new LongAdder();
  private final LongAdder droppedOverflow = new LongAdder();
  private final LongAdder closedSlow = new LongAdder();
  private final LongAdder droppedInvocations = new LongAdder();
  private final LongAdder tooOften = new LongAdder();
  private final LongAdder tooOftenOfUser = new LongAdder();
  private final DisconnectedCount disconnected = new DisconnectedCount();
  private final AtomicInteger streams = new AtomicInteger();
  private final LineLimit dropLines = new LineLimit(1, Duration.ofMinutes(1), System::nanoTime);
  private final ConnectionMeters meters;

  /** Begins with none, and measures nothing else. */
  public ConnectionCounters() {
    this(ConnectionMeters.NONE);
  }

  /** Begins with none. */
  public ConnectionCounters(ConnectionMeters meters) {
    this.meters = meters;
  }

  /** Returns what measures connections, and what they carry. */
  public ConnectionMeters meters() {
    return meters;
  }

  /** Counts an invocation with streams that began, or takes it back. */
  public void streams(int change) {
    streams.addAndGet(change);
  }

  /** Returns how many invocations with streams there are. */
  public int streams() {
    return streams.get();
  }

  void dropSlow(int messages) {
    droppedSlow.add(messages);
  }

  /** Returns what bounds the lines about messages that were dropped for slow clients. */
  LineLimit dropLines() {
    return dropLines;
  }

  void dropNotEncoded(int messages) {
    droppedNotEncoded.add(messages);
  }

  /** Counts a message from the backplane that found a loop's queue full. */
  public void dropOverflow() {
    droppedOverflow.increment();
  }

  /** Counts invocations that were received and will not be begun. */
  public void dropInvocations(int invocations) {
    droppedInvocations.add(invocations);
  }

  /**
   * Counts an invocation that came too soon after others.
   *
   * @param ofUser whether after others of the user, and not of the connection
   */
  public void refuseTooOften(boolean ofUser) {
    (ofUser ? tooOftenOfUser : tooOften).increment();
  }

  /** Returns how many invocations came too soon after others of their connection. */
  public long tooOften() {
    return tooOften.sum();
  }

  /** Returns how many invocations came too soon after others of their user. */
  public long tooOftenOfUser() {
    return tooOftenOfUser.sum();
  }

  void closeSlow() {
    closedSlow.increment();
  }

  /** Returns how many connections have no link and wait for one. */
  public DisconnectedCount disconnected() {
    return disconnected;
  }

  /** Returns how many messages were dropped because their client was too slow. */
  public long droppedSlow() {
    return droppedSlow.sum();
  }

  /** Returns how many messages came from another node without the client's hub protocol. */
  public long droppedNotEncoded() {
    return droppedNotEncoded.sum();
  }

  /** Returns how many messages found the queue of a loop full, counted once per loop. */
  public long droppedOverflow() {
    return droppedOverflow.sum();
  }

  /** Returns how many messages were dropped for this reason. */
  public long dropped(DropReason reason) {
    return switch (reason) {
      case SLOW_CONSUMER -> droppedSlow();
      case OVERFLOW -> droppedOverflow();
      case NOT_ENCODED -> droppedNotEncoded();
    };
  }

  /** Returns how many invocations were received and not begun. */
  public long droppedInvocations() {
    return droppedInvocations.sum();
  }

  /** Returns how many connections were closed because their client was too slow. */
  public long closedSlow() {
    return closedSlow.sum();
  }
}
