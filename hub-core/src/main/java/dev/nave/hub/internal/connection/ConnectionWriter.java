package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.LoopMember;
import dev.nave.hub.internal.loop.OutboundBatch;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.SentMessages;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what one connection sends, in turns of its loop. A turn begins with a check whether the
 * client keeps up. What is written in it leaves in as few writes as possible, and one flush. A
 * client that does not keep up, or cannot be written to, is reported to the {@link Owner}.
 *
 * <p>Before {@link #open} and after {@link #end} messages are dropped.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class ConnectionWriter {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  private final Owner owner;
  private final TransportConnection link;
  private final HubLoop loop;
  private final ConnectionSettings settings;
  private final SlowConsumerCheck client;

  /** Begins with room for one: most that is sent alone needs no more. */
  private final List<byte[]> waiting = new ArrayList<>(1);

  private HubProtocol protocol;
  private Framing framing;

  /** What a new link would have to bring again; null without stateful reconnect. */
  private @Nullable SentMessages sent;

  private @Nullable StreamWindow outlet;
  private boolean open;
  private boolean inTurn;
  private boolean linkLost;

  /** The connection that is written to. */
  interface Owner extends LoopMember {
    /** Ends the connection because of an error. */
    void fail(Throwable cause);

    /** Ends the connection because its client does not keep up. */
    void breakOffSlow(SlowConsumerException cause);
  }

  /** Begins closed. */
  @SuppressWarnings("NullAway.Init") // Protocol and framing: nothing is written before open.
  ConnectionWriter(
      Owner owner, TransportConnection link, HubLoop loop, ConnectionSettings settings) {
    this.owner = owner;
    this.link = link;
    this.loop = loop;
    this.settings = settings;
    this.client = new SlowConsumerCheck(owner, link, loop, settings);
  }

  /**
   * The handshake is done: from now on messages are written.
   *
   * @param negotiated the hub protocol of the client
   * @param repeatable keeps what a new link would have to bring again; null if there will be none
   */
  void open(HubProtocol negotiated, @Nullable SentMessages repeatable) {
    protocol = negotiated;
    framing = link.framing(negotiated.transferFormat());
    link.writesIn(negotiated.transferFormat());
    sent = repeatable;
    client.begin(repeatable);
    open = true;
  }

  /** Returns whether messages are written, and not dropped. */
  boolean isOpen() {
    return open;
  }

  // Messages.

  /** Writes bytes that are encoded, but not framed: the answer to a handshake. */
  void writeEncoded(byte[] encoded) {
    if (begin()) {
      waiting.add(framing.frame(encoded));
    }
  }

  /** Writes messages for this connection alone: they are joined with all that waits for it. */
  void write(OutboundBatch batch) {
    if (begin()) {
      try {
        batch.messages().forEach(this::add);
      } catch (RuntimeException | Error e) { // One that is lost must not go unnoticed.
        breakOff(e);
      }
    }
  }

  /** Writes messages that other connections of the loop get, too. */
  void writeShared(OutboundBatch batch) {
    if (begin()) {
      try {
        writeJoined(batch);
      } catch (RuntimeException | Error e) { // The other members are to get theirs.
        breakOff(e);
      }
    }
  }

  /** Writes what can as well come later: not now if the client has yet to catch up. */
  void writeUnlessBehind(Supplier<OutboundMessage> message) {
    if (begin() && !client.isBehind()) {
      add(message.get());
    }
  }

  private void add(OutboundMessage message) {
    byte[] frame = message.framed(protocol, framing);
    if (frame == null) {
      settings.counters().dropNotEncoded(1);
    } else if (!client.keepsBack(message, frame, protocol)) {
      add(frame, message.isCounted());
    }
  }

  private void add(byte[] frame, boolean counted) {
    if (sent == null || !counted || sent.add(frame)) {
      waiting.add(frame);
    }
  }

  /** Writes the common buffer of all who get the messages, if nothing waits here. */
  private void writeJoined(OutboundBatch batch) {
    if (!waiting.isEmpty() || client.isKeepingBack()) {
      batch.messages().forEach(this::add);
      return;
    }
    OutboundBatch.Joined joined = batch.joined(protocol, framing);
    OutboundBuffer buffer = joined.buffer();
    if (buffer != null && sent != null) {
      if (linkLost || !sent.hasRoomFor(buffer.length())) {
        batch.messages().forEach(this::add);
        return;
      }
      joined.counted().forEach(sent::add);
    }
    if (buffer != null) {
      client.written(buffer.length());
      settings
          .counters()
          .meters()
          .sent(batch.messages().size() - joined.missing(), buffer.length());
      link.write(buffer);
    }
    if (joined.missing() > 0) {
      settings.counters().dropNotEncoded(joined.missing());
    }
  }

  /** Returns the way out for streams; nothing leaves by it while this is closed. */
  StreamWindow outlet() {
    if (!open) {
      StreamWindow closed = new StreamWindow(loop, this, client.room());
      closed.close();
      return closed;
    }
    StreamWindow made = outlet;
    if (made == null) {
      made = new StreamWindow(loop, this, settings.options().maxPendingBytes() / 2);
      outlet = made;
    }
    return made;
  }

  // Turns.

  /** Begins to write in this turn, if that has not been done. Returns whether to go on. */
  private boolean begin() {
    if (inTurn) {
      return true;
    }
    if (!open) {
      return false;
    }
    SlowConsumerException tooSlow = client.tooSlow();
    if (tooSlow != null) {
      owner.breakOffSlow(tooSlow);
      return false;
    }
    touch();
    return true;
  }

  private void touch() {
    if (!inTurn) {
      inTurn = true;
      loop.touch(owner);
    }
  }

  /** Ends the turn: hands everything to the socket. */
  void flush() {
    if (open) {
      inTurn = false;
      try {
        addHeld();
        flushWaiting();
        writable();
      } catch (RuntimeException | Error e) {
        breakOff(e);
      }
    }
  }

  private void addHeld() {
    long added = 0;
    byte[] frame = client.nextHeld(added);
    while (frame != null) {
      add(frame, true);
      added += frame.length;
      frame = client.nextHeld(added);
    }
  }

  private void flushWaiting() {
    if (linkLost) {
      waiting.clear();
    } else if (!waiting.isEmpty()) {
      OutboundBuffer buffer = loop.executor().join(waiting);
      settings.counters().meters().sent(waiting.size(), buffer.length());
      waiting.clear();
      client.written(buffer.length());
      try {
        link.write(buffer);
      } finally {
        buffer.release();
      }
    }
    link.flush();
    client.count();
  }

  private void breakOff(Throwable cause) {
    log.error("{}: cannot be written to and is ended", owner, cause);
    owner.fail(cause);
  }

  /** The socket has taken something. */
  void writable() {
    StreamWindow told = outlet;
    if (open && told != null) {
      told.flushed(client.untakenForStreams(), client.room());
    }
    if (open && client.mayGoOn()) {
      touch();
    }
  }

  /** Any thread. Returns how many bytes the client had not taken, as it was last counted. */
  long pendingBytes() {
    return client.lastCounted();
  }

  /**
   * Returns why the client is to be closed because it took nothing for the send timeout, or null;
   * to be asked regularly.
   */
  @Nullable SlowConsumerException stalled(long now) {
    return client.stalled(now);
  }

  // Stateful reconnect.

  /** The link is gone: what counts is kept for the next one, and the rest need not arrive. */
  void linkLost() {
    linkLost = true;
    waiting.clear();
    client.count();
  }

  /** There is a new link: its beginning and what the client missed come before anything else. */
  void linkReplaced(List<OutboundMessage> beginning, SentMessages missed) {
    linkLost = false;
    client.restart();
    waiting.clear();
    beginning.forEach(this::add);
    missed.repeat(waiting);
    touch();
  }

  /** The client has acknowledged messages: some that wait may be written. */
  void windowMoved(SentMessages window) {
    if ((window.waitingBytes() > 0 || client.mayGoOn()) && begin()) {
      window.release(waiting);
    }
  }

  // The end.

  /**
   * The connection has ended, and nothing is to be written any more. The last message goes out.
   *
   * @param close what the client is told; null if its link is gone or nothing is to be said
   */
  void end(@Nullable CloseMessage close) {
    open = false;
    inTurn = false;
    try {
      if (close != null) {
        addLast(OutboundMessage.of(close));
        flushWaiting();
      }
      link.close(CloseStatus.NORMAL);
    } catch (RuntimeException | Error e) { // Whatever goes wrong, the connection ends.
      log.error("{}: cannot be sent a Close, and is cut", owner, e);
      link.abort();
    }
    client.end();
    if (outlet != null) {
      outlet.close();
    }
  }

  /** Even a client that is too slow gets the message that ends the connection. */
  private void addLast(OutboundMessage message) {
    if (client.isWithinLimit()) {
      if (sent != null) {
        sent.releaseAll(waiting);
      }
      client.releaseHeld(waiting);
    }
    add(message);
  }
}
