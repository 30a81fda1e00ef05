package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.reconnect.SentMessages;
import dev.nave.hub.transport.TransportConnection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether one client takes what is written to it: by the bytes that its socket has left, and by the
 * time in which it took none.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class SlowConsumerCheck {
  private final TransportConnection link;
  private final HubLoop loop;
  private final HubOptions options;
  private @Nullable SentMessages sent;
  private boolean dropping;

  /** Written by the loop, without a fence; any thread may read what it was lately. */
  private final AtomicLong untakenBytes = new AtomicLong();

  private long writtenBytes;
  private long takenBytes;
  private long takenAt;

  SlowConsumerCheck(TransportConnection link, HubLoop loop, HubOptions options) {
    this.link = link;
    this.loop = loop;
    this.options = options;
  }

  /**
   * The connection begins to write.
   *
   * @param kept has messages that wait for others to be acknowledged; null without stateful
   *     reconnect
   */
  void begin(@Nullable SentMessages kept) {
    sent = kept;
    restart();
  }

  /** Measures the time anew: there was nothing to take. */
  void restart() {
    takenAt = loop.now();
  }

  /** Counts bytes that were written to the link. */
  void written(long bytes) {
    writtenBytes += bytes;
  }

  /**
   * Looks, as a turn begins, at what the client's socket has left of earlier ones. What this turn
   * brings is not the client's fault.
   *
   * @return whether the client is to be closed as too slow
   */
  boolean isTooSlow() {
    count();
    if (untakenBytes.getPlain() <= limit()) {
      return false;
    }
    dropping = options.slowConsumerPolicy() == SlowConsumerPolicy.DROP_NEWEST;
    return !dropping;
  }

  /** Returns whether messages are dropped because the client has not caught up yet. */
  boolean isDropping() {
    if (dropping && untaken() <= limit() / 2) {
      dropping = false;
    }
    return dropping;
  }

  /** Returns whether the client has left no more than it may. */
  boolean isWithinLimit() {
    return untaken() <= limit();
  }

  /**
   * Returns what the socket may leave untaken. Many clients that read nothing must not fill the
   * memory together: while those of the loop leave too much, each may leave a sixteenth only.
   */
  private int limit() {
    return loop.isOverUntaken() ? options.maxPendingBytes() / 16 : options.maxPendingBytes();
  }

  /** Returns how many bytes streams may leave untaken: others are to have the rest. */
  int room() {
    return limit() / 2;
  }

  /** Counts what the socket has left untaken by now, and returns it. */
  long count() {
    long now = untaken();
    loop.untaken(now - untakenBytes.getPlain());
    untakenBytes.setOpaque(now);
    return now;
  }

  /** Any thread. Returns how many bytes the client had not taken, as it was last counted. */
  long lastCounted() {
    return untakenBytes.getOpaque();
  }

  /** What waits for the client to acknowledge others is untaken, too. */
  private long untaken() {
    return sent == null ? link.pendingBytes() : link.pendingBytes() + sent.waitingBytes();
  }

  /**
   * Returns whether bytes wait for the socket and none were taken for the send timeout; to be asked
   * regularly. A link may count some bytes of its own for each write, so only a growing number of
   * taken bytes is progress.
   */
  boolean isStalled(long now) {
    count();
    long pending = link.pendingBytes();
    long taken = writtenBytes - pending;
    if (pending == 0 || taken > takenBytes || !link.hasSocket()) {
      takenAt = now;
    }
    takenBytes = taken;
    return now - takenAt >= options.sendTimeout().toNanos();
  }

  /** The connection is over: what its socket leaves is the link's to throw away. */
  void end() {
    loop.untaken(-untakenBytes.getPlain());
    untakenBytes.setOpaque(0);
  }
}
