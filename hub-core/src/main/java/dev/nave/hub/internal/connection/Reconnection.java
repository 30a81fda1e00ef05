package dev.nave.hub.internal.connection;

import dev.nave.hub.HubOptions;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.util.List;

/**
 * What a connection needs to outlive its link: the link that can be replaced, what was sent and
 * received, and since when there has been no link.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class Reconnection {
  private final HubOptions options;
  private final ConnectionCounters counters;
  private final ReplaceableLink link;
  private final SentMessages sent;
  private final ReceivedMessages received;
  private boolean away;
  private boolean reset;
  private long awaySince;

  Reconnection(ConnectionSettings settings, ReplaceableLink link, long now) {
    options = settings.options();
    counters = settings.counters();
    this.link = link;
    sent = new SentMessages(options.statefulReconnectBufferBytes());
    received = new ReceivedMessages(now);
  }

  SentMessages sent() {
    return sent;
  }

  /**
   * Takes what concerns stateful reconnect.
   *
   * @param writer where more may be written after an Ack
   * @return whether there is more to a message: the hub is to deal with it
   * @throws SequenceGapException if the client goes on behind messages that were never received
   */
  boolean isForHub(HubMessage message, TurnWriter writer) {
    if (message instanceof SequenceMessage sequence) {
      received.goOnAt(sequence);
      return false;
    }
    if (message instanceof AckMessage ack) {
      sent.acknowledge(ack.sequenceId());
      writer.windowMoved(sent);
      return false;
    }
    return received.isNew(message);
  }

  /** Acknowledges what was received, if that is due. */
  void acknowledge(TurnWriter writer, long now) {
    if (!away && received.isAckDue(now)) {
      writer.writeUnlessBehind(() -> OutboundMessage.of(new AckMessage(received.acknowledge(now))));
    }
  }

  /**
   * The link is gone. Returns whether to wait for another: only so many connections may.
   *
   * @param byReset whether it was reset, and not closed by the client
   */
  boolean leave(long now, boolean byReset) {
    reset = byReset;
    away = counters.leave(options.maxAwayConnections());
    awaySince = now;
    return away;
  }

  /** There is a new link, on which the client says first where it goes on. */
  void replaceLink(TransportConnection fresh) {
    link.replace(fresh);
    stopWaiting();
    sent.replaceLink();
    received.awaitSequence();
  }

  /**
   * Returns what a new link begins with. An Ack behind all that comes again would never arrive
   * where links are cut sooner than that, and the client would have ever more to send again itself.
   */
  List<OutboundMessage> beginning(long now) {
    OutboundMessage sequence = OutboundMessage.of(new SequenceMessage(sent.first()));
    return received.isAckMissed()
        ? List.of(sequence, OutboundMessage.of(new AckMessage(received.acknowledge(now))))
        : List.of(sequence);
  }

  /** Returns what passes on to {@code connection} what the link of this moment tells. */
  TransportReceiver receiver(TransportReceiver connection) {
    return link.receiver(connection);
  }

  /** There is a new link, or it is of no use any more. */
  void stopWaiting() {
    if (away) {
      away = false;
      counters.comeBack();
    }
  }

  /** Returns whether there is no link. */
  boolean isAway() {
    return away;
  }

  /** Returns whether the last link was reset, and not closed by the client. */
  boolean wasReset() {
    return reset;
  }

  /** Returns whether there has been no link for too long. */
  boolean isOverdue(long now) {
    return away && now - awaySince >= options.disconnectTimeout().toNanos();
  }
}
