package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import java.util.ArrayList;
import java.util.List;

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
  private boolean dropping;
  private long untakenBytes;
  private long writtenBytes;
  private long takenBytes;
  private long takenAt;

  OutboundQueue(
      TransportConnection link, HubLoop loop, HubProtocol protocol, ConnectionSettings settings) {
    this.link = link;
    this.loop = loop;
    this.protocol = protocol;
    this.framing = link.framing(protocol.transferFormat());
    this.options = settings.options();
    this.counters = settings.counters();
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
    add(message);
  }

  private void add(OutboundMessage message) {
    byte[] frame = message.framed(protocol, framing);
    if (frame == null) {
      counters.dropNotEncoded(1);
    } else {
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
    if (joined.missing() > 0) {
      counters.dropNotEncoded(joined.missing());
    }
    OutboundBuffer buffer = joined.buffer();
    if (buffer != null) {
      writtenBytes += buffer.length();
      link.write(buffer);
    }
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
    long now = link.pendingBytes();
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

  /** Says that the connection is over: what its socket leaves is the link's to throw away. */
  void forget() {
    loop.untaken(-untakenBytes);
    untakenBytes = 0;
  }

  /** Ends a turn: hands everything to the socket. */
  void flush() {
    if (!waiting.isEmpty()) {
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
    if (dropping && link.pendingBytes() <= limit() / 2) {
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
    long taken = writtenBytes - untakenBytes;
    if (untakenBytes == 0 || taken > takenBytes) {
      takenAt = now;
    }
    takenBytes = taken;
    return now - takenAt >= options.sendTimeout().toNanos();
  }

  HubProtocol protocol() {
    return protocol;
  }
}
