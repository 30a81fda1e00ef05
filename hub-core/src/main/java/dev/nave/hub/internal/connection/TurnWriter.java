package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.loop.OutboundBatch;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.SentMessages;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what one connection sends, from its handshake to its end, in turns of its loop: a turn
 * begins with a look at whether the client keeps up, and ends with one flush. Ends the connection
 * if it does not, or if nothing can be written.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class TurnWriter {
  private static final Logger log = LoggerFactory.getLogger(TurnWriter.class);

  private final HubConnection connection;
  private final TransportConnection link;
  private final ConnectionSettings settings;
  private final OutboundQueue queue;
  private @Nullable StreamWindow outlet;
  private boolean inTurn;

  TurnWriter(
      HubConnection connection,
      TransportConnection link,
      ConnectionSettings settings,
      OutboundQueue queue) {
    this.connection = connection;
    this.link = link;
    this.settings = settings;
    this.queue = queue;
  }

  /** Writes bytes that are encoded, but not framed: the answer to a handshake. */
  void writeEncoded(byte[] encoded) {
    if (begin()) {
      queue.writeEncoded(encoded);
    }
  }

  /** Writes messages for this connection alone. */
  void write(OutboundBatch batch) {
    if (begin()) {
      queue.write(batch.messages());
    }
  }

  /** Writes messages that other connections of the loop get, too. */
  void writeShared(OutboundBatch batch) {
    if (begin()) {
      try {
        queue.writeShared(batch);
      } catch (RuntimeException | Error e) { // The other members are to get theirs.
        breakOff(e);
      }
    }
  }

  /** Writes messages of streams, which wait for room and are never dropped. */
  void writeStreamed(OutboundBatch batch) {
    if (begin()) {
      queue.writeStreamed(batch.messages());
    }
  }

  /** Writes what can as well come later: not now if the client has yet to catch up. */
  void writeUnlessBehind(Supplier<OutboundMessage> message) {
    if (begin() && !queue.isDropping()) {
      queue.write(List.of(message.get()));
    }
  }

  /** Returns the way out for streams. */
  StreamWindow outlet() {
    StreamWindow made = outlet;
    if (made == null) {
      made = new StreamWindow(connection);
      outlet = made;
    }
    return made;
  }

  /** The socket has taken something. */
  void writable() {
    StreamWindow told = outlet;
    if (told != null) {
      told.flushed(queue.untakenBytes(), queue.room());
    }
  }

  /** The link is gone, and another may come. */
  void linkLost() {
    queue.linkLost();
  }

  /** There is a new link: its beginning and what the client missed come before anything else. */
  void linkReplaced(List<OutboundMessage> beginning, SentMessages missed) {
    queue.linkReplaced(beginning, missed);
    touch();
  }

  /** The client has acknowledged messages: some that wait may be written. */
  void windowMoved(SentMessages window) {
    if (window.waitingBytes() > 0 && begin()) {
      queue.windowMoved(window);
    }
  }

  /** Begins to write in this turn, if that has not been done. Returns whether to go on. */
  private boolean begin() {
    if (inTurn) {
      return true;
    }
    if (queue.begin()) {
      settings.counters().closeSlow();
      log.debug("{}: {} bytes untaken by its client", connection, link.pendingBytes());
      connection.breakOffSlow(
          new SlowConsumerException(
              "The client left more than "
                  + settings.options().maxPendingBytes()
                  + " bytes untaken."));
      return false;
    }
    touch();
    return true;
  }

  private void touch() {
    if (!inTurn) {
      inTurn = true;
      connection.loop().touch(connection);
    }
  }

  /** Ends the turn: sends out what was written in it. */
  void flush() {
    inTurn = false;
    try {
      queue.flush();
      writable();
    } catch (RuntimeException | Error e) {
      breakOff(e);
    }
  }

  private void breakOff(Throwable cause) {
    log.error("{}: cannot be written to and is ended", connection, cause);
    connection.fail(cause);
  }

  /** Returns whether the client took nothing for the send timeout; to be asked regularly. */
  boolean isStalled(long now) {
    return queue.isStalled(now);
  }

  /**
   * The connection has ended, and nothing is to be written any more. The last message goes out.
   *
   * @param close what the client is told; null if its link is gone or nothing is to be said
   */
  void end(@Nullable CloseMessage close) {
    try {
      if (close != null) {
        queue.writeLast(OutboundMessage.of(close));
        queue.flush();
      }
      link.close(CloseStatus.NORMAL);
    } catch (RuntimeException | Error e) { // Whatever goes wrong, the connection ends.
      log.error("{}: cannot be sent a Close, and is cut", connection, e);
      link.abort();
    }
    queue.forget();
    if (outlet != null) {
      outlet.close();
    }
  }
}
