package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundBatch;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.SentMessages;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one connection: what was written in this turn of the loop leaves in as few writes
 * as can be and one flush. Watches whether the client keeps up.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class OutboundQueue {
  private final TransportConnection link;
  private final HubProtocol protocol;
  private final Framing framing;
  private final HubOptions options;
  private final ConnectionCounters counters;
  private final List<byte[]> waiting = new ArrayList<>();
  private final HubLoop loop;

  /** What a new link would have to bring again; null without stateful reconnect. */
  private final @Nullable SentMessages sent;

  private boolean linkLost;
  private boolean dropping;
  private long untakenBytes;
  private long writtenBytes;
  private long takenBytes;
  private long takenAt;

  OutboundQueue(
      TransportConnection link,
      HubLoop loop,
      HubProtocol protocol,
      ConnectionSettings settings,
      @Nullable SentMessages sent) {
    this.link = link;
    this.loop = loop;
    this.protocol = protocol;
    this.framing = link.framing(protocol.transferFormat());
    this.options = settings.options();
    this.counters = settings.counters();
    this.sent = sent;
    this.takenAt = loop.now();
  }

  /** Queues bytes that are encoded, but not framed: the answer to a handshake. */
  void writeEncoded(byte[] encoded) {
    waiting.add(framing.frame(encoded));
  }

  /** Queues messages for this connection alone: they are joined with all that waits for it. */
  void write(List<OutboundMessage> messages) {
    if (isDropping()) {
      counters.dropSlow(messages.size());
      return;
    }
    messages.forEach(this::add);
  }

  /** Queues messages of streams: even a client that is too slow gets them, for they are few. */
  void writeStreamed(List<OutboundMessage> messages) {
    messages.forEach(this::add);
  }

  /** Queues the message that ends the connection: even a client that is too slow gets it. */
  void writeLast(OutboundMessage message) {
    if (sent != null && untaken() <= limit()) {
      sent.releaseAll(waiting);
    }
    add(message);
  }

  private void add(OutboundMessage message) {
    byte[] frame = message.framed(protocol, framing);
    if (frame == null) {
      counters.dropNotEncoded(1);
    } else if (sent == null || !message.isCounted() || sent.add(frame)) {
      waiting.add(frame);
    }
  }

  /** Writes messages that others get, too: their common buffer if nothing waits here. */
  void writeShared(OutboundBatch batch) {
    if (!waiting.isEmpty() || isDropping()) {
      write(batch.messages());
      return;
    }
    OutboundBatch.Joined joined = batch.joined(protocol, framing);
    OutboundBuffer buffer = joined.buffer();
    if (buffer != null && sent != null) {
      if (linkLost || !sent.hasRoomFor(buffer.length())) {
        write(batch.messages());
        return;
      }
      keep(batch.messages(), sent);
    }
    if (buffer != null) {
      writtenBytes += buffer.length();
      link.write(buffer);
    }
    if (joined.missing() > 0) {
      counters.dropNotEncoded(joined.missing());
    }
  }

  private void keep(List<OutboundMessage> messages, SentMessages here) {
    for (OutboundMessage message : messages) {
      byte[] frame = message.framed(protocol, framing);
      if (frame != null && message.isCounted()) {
        here.add(frame);
      }
    }
  }

  /** The link is gone: what counts is kept for the next one, and the rest need not arrive. */
  void linkLost() {
    linkLost = true;
    waiting.clear();
    countUntaken();
  }

  /** There is a new link: its beginning and what the client missed come before anything else. */
  void linkReplaced(List<OutboundMessage> beginning, SentMessages missed) {
    linkLost = false;
    takenAt = loop.now(); // Without a link there was nothing to take.
    waiting.clear();
    beginning.forEach(this::add);
    missed.repeat(waiting);
  }

  /** The client has acknowledged messages: some that wait may be written. */
  void windowMoved(SentMessages window) {
    window.release(waiting);
  }

  /**
   * Begins a turn: looks at what the client's socket has left of earlier ones. What this turn
   * brings is not the client's fault.
   *
   * @return whether the client is to be closed as too slow
   */
  boolean begin() {
    countUntaken();
    if (untakenBytes <= limit()) {
      return false;
    }
    dropping = options.slowConsumerPolicy() == SlowConsumerPolicy.DROP_NEWEST;
    return !dropping;
  }

  /**
   * Returns what the socket may leave untaken. Many clients that read nothing must not fill the
   * memory together: while those of the loop leave too much, each may leave an eighth only.
   */
  private int limit() {
    return loop.isOverUntaken() ? options.maxPendingBytes() / 8 : options.maxPendingBytes();
  }

  private void countUntaken() {
    long now = untaken();
    loop.untaken(now - untakenBytes);
    untakenBytes = now;
  }

  /** Counts what the socket has left untaken by now, and returns it. */
  long untakenBytes() {
    countUntaken();
    return untakenBytes;
  }

  /** Returns how many bytes streams may leave untaken: others are to have the rest. */
  int room() {
    return limit() / 2;
  }

  /** What waits for the client to acknowledge others is untaken, too. */
  private long untaken() {
    return sent == null ? link.pendingBytes() : link.pendingBytes() + sent.waitingBytes();
  }

  /** Says that the connection is over: what its socket leaves is the link's to throw away. */
  void forget() {
    loop.untaken(-untakenBytes);
    untakenBytes = 0;
  }

  /** Ends a turn: hands everything to the socket. */
  void flush() {
    if (linkLost) {
      waiting.clear();
    } else if (!waiting.isEmpty()) {
      OutboundBuffer buffer = loop.executor().join(waiting);
      waiting.clear();
      writtenBytes += buffer.length();
      try {
        link.write(buffer);
      } finally {
        buffer.release();
      }
    }
    link.flush();
    countUntaken();
  }

  /** Returns whether messages are dropped because the client has not caught up yet. */
  boolean isDropping() {
    if (dropping && untaken() <= limit() / 2) {
      dropping = false;
    }
    return dropping;
  }

  /**
   * Returns whether bytes wait for the socket and none were taken for the send timeout; to be asked
   * regularly. A link may count some bytes of its own for each write, so only a growing number of
   * taken bytes is progress.
   */
  boolean isStalled(long now) {
    countUntaken();
    long pending = link.pendingBytes();
    long taken = writtenBytes - pending;
    if (pending == 0 || taken > takenBytes || !link.hasSocket()) {
      takenAt = now;
    }
    takenBytes = taken;
    return now - takenAt >= options.sendTimeout().toNanos();
  }

  HubProtocol protocol() {
    return protocol;
  }
}
