package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.SentMessages;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.TransportConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one client takes what is written to it: by the bytes that its socket has left, and by the
 * time in which it took none. And what becomes of further messages if it does not, as {@link
 * SlowConsumerPolicy} says.
 *
 * <p>Where old messages are dropped for new ones, a message goes to the socket while the client has
 * left no more than half of what it may. The further ones are held here, where they can still be
 * dropped, before stateful reconnect numbers them. They go on in their order as the socket takes
 * what it has.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class SlowConsumerCheck {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  /** Writes without a fence. */
  private static final AtomicLongFieldUpdater<SlowConsumerCheck> UNTAKEN =
      AtomicLongFieldUpdater.newUpdater(SlowConsumerCheck.class, "untakenBytes");

  private final Object owner;
  private final TransportConnection link;
  private final HubLoop loop;
  private final ConnectionSettings settings;
  private @Nullable SentMessages sent;

  /** Null where the policy holds nothing back. */
  private final @Nullable HeldMessages held;

  /** Where the newest messages are dropped: whether they are. */
  private boolean dropping;

  /** What was written meanwhile all the same, because it may not be dropped. */
  private long writtenWhileDropping;

  /** Where messages are held: whether the socket had too many bytes when this turn began. */
  private boolean holding;

  /** Written by the loop, through {@link #UNTAKEN}; any thread may read what it was lately. */
  private volatile long untakenBytes;

  private long writtenBytes;
  private long takenBytes;
  private long takenAt;

  /**
   * Begins with a client that has left nothing.
   *
   * @param owner whose client it is, for the log
   */
  SlowConsumerCheck(
      Object owner, TransportConnection link, HubLoop loop, ConnectionSettings settings) {
    this.owner = owner;
    this.link = link;
    this.loop = loop;
    this.settings = settings;
    this.held =
        switch (options().slowConsumerPolicy()) {
          case DISCONNECT, DROP_NEWEST -> null;
          case DROP_OLDEST -> new HeldMessages(false);
          case LATEST_PER_TARGET -> new HeldMessages(true);
        };
  }

  private HubOptions options() {
    return settings.options();
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
   * @return why the client is to be closed as too slow, which counts as done; null if it is not
   */
  @Nullable SlowConsumerException tooSlow() {
    count();
    if (!isTooSlow()) {
      return null;
    }
    settings.counters().closeSlow();
    log.debug("{}: {} bytes untaken by its client", owner, link.pendingBytes());
    return new SlowConsumerException(
        "The client left more than " + options().maxPendingBytes() + " bytes untaken.");
  }

  private boolean isTooSlow() {
    HeldMessages back = held;
    if (back != null) {
      holding = isBehind();
      return back.lastingBytes() > limit() / 2;
    }
    if (untakenBytes <= limit()) {
      return false;
    }
    if (options().slowConsumerPolicy() == SlowConsumerPolicy.DISCONNECT) {
      return true;
    }
    if (!dropping) {
      dropping = true;
      writtenWhileDropping = 0;
    }
    return writtenWhileDropping > limit();
  }

  /** Returns whether a message may not just be written: see {@link #keepsBack}. */
  boolean isKeepingBack() {
    return held == null ? isDropping() : holding || !held.isEmpty();
  }

  private boolean isDropping() {
    if (dropping && untaken() <= limit() / 2) {
      dropping = false;
    }
    return dropping;
  }

  /** Returns whether what can as well come later is not to be written now. */
  boolean isBehind() {
    return held == null ? isDropping() : link.pendingBytes() > limit() / 2;
  }

  /**
   * Drops or holds a message if that is the policy and the client has to catch up.
   *
   * @return false if the message is to be written
   */
  boolean keepsBack(OutboundMessage message, byte[] frame, HubProtocol protocol) {
    HeldMessages back = held;
    if (back != null) {
      if (!message.isCounted() || !(isKeepingBack() || isWindowFull())) {
        return false;
      }
      drop(back.add(message, frame, protocol, limit() / 2));
      return true;
    }
    if (!isDropping()) {
      return false;
    }
    if (message.isDroppable()) {
      drop(1);
      return true;
    }
    writtenWhileDropping += frame.length;
    return false;
  }

  /** With stateful reconnect, a message has its place once it is numbered, so it is held before. */
  private boolean isWindowFull() {
    return sent != null && !sent.hasRoom();
  }

  private void drop(int messages) {
    if (messages > 0) {
      settings.counters().dropSlow(messages);
      String earlier = settings.counters().dropLines().next();
      if (earlier != null) {
        log.warn(
            "{}: its client takes messages too slowly, some are dropped: slowConsumerPolicy is {},"
                + " maxPendingBytes is {}{}",
            owner,
            options().slowConsumerPolicy(),
            options().maxPendingBytes(),
            earlier);
      }
    }
  }

  /** Returns whether {@link #nextHeld} has a message, and the socket most of what it had. */
  boolean mayGoOn() {
    return held != null && !held.isEmpty() && link.pendingBytes() <= limit() / 4 && !isWindowFull();
  }

  /**
   * Takes the next message that was held and is to be written now.
   *
   * @param added the bytes of those that were taken before and are not written yet
   * @return null if there is none
   */
  byte @Nullable [] nextHeld(long added) {
    return held == null || isWindowFull() || link.pendingBytes() + added > limit() / 2
        ? null
        : held.take();
  }

  /** Takes all that was held: the connection ends, and a client that is not too slow gets it. */
  void releaseHeld(List<byte[]> out) {
    if (held != null) {
      for (byte[] frame = held.take(); frame != null; frame = held.take()) {
        out.add(frame);
      }
    }
  }

  /** Returns whether the client has left no more than it may. */
  boolean isWithinLimit() {
    return held == null ? untaken() <= limit() : held.lastingBytes() <= limit() / 2;
  }

  /**
   * Returns what the socket may leave untaken. Many clients that read nothing must not fill the
   * memory together: while those of the loop leave too much, each may leave a sixteenth only.
   */
  private int limit() {
    return loop.isOverUntaken() ? options().maxPendingBytes() / 16 : options().maxPendingBytes();
  }

  /**
   * Returns how many bytes count against the streams. While messages are held, those that may be
   * dropped do not: under a broadcast that never ends, new ones come in their place for ever.
   */
  long untakenForStreams() {
    HeldMessages back = held;
    return back == null || back.isEmpty() ? count() : back.lastingBytes() + back.itemBytes();
  }

  /** Returns how many bytes streams may leave untaken: others are to have the rest. */
  int room() {
    return held == null || held.isEmpty() ? limit() / 2 : limit() / 4;
  }

  /** Counts what the socket has left untaken by now, and returns it. */
  long count() {
    long now = untaken();
    loop.untaken(now - untakenBytes);
    UNTAKEN.lazySet(this, now);
    return now;
  }

  /** Any thread. Returns how many bytes the client had not taken, as it was last counted. */
  long lastCounted() {
    return untakenBytes;
  }

  /** What is held, or waits for the client to acknowledge others, is untaken, too. */
  private long untaken() {
    long waiting = sent == null ? 0 : sent.waitingBytes();
    return link.pendingBytes() + waiting + (held == null ? 0 : held.bytes());
  }

  /**
   * Returns why the client is to be closed because bytes wait for the socket and none were taken
   * for the send timeout, which counts as done; null if it is not. To be asked regularly.
   */
  @Nullable SlowConsumerException stalled(long now) {
    count();
    if (!isStalled(now)) {
      return null;
    }
    settings.counters().closeSlow();
    log.debug("{}: took nothing for {}", owner, options().sendTimeout());
    return new SlowConsumerException("The client took nothing for the send timeout.");
  }

  /**
   * A link may count some bytes of its own for each write, so only a growing number of taken bytes
   * is progress.
   */
  private boolean isStalled(long now) {
    long pending = link.pendingBytes();
    long taken = writtenBytes - pending;
    if (pending == 0 || taken > takenBytes || !link.hasSocket()) {
      takenAt = now;
    }
    takenBytes = taken;
    return now - takenAt >= options().sendTimeout().toNanos();
  }

  /** The connection is over: what its socket leaves is the link's to throw away. */
  void end() {
    releaseHeld(new ArrayList<>());
    loop.untaken(-untakenBytes);
    UNTAKEN.lazySet(this, 0);
  }
}
