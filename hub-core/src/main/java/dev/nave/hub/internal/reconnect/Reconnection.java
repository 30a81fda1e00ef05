package dev.nave.hub.internal.reconnect;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.DisconnectedCount.Client;
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
public final class Reconnection {
  private final HubOptions options;
  private final DisconnectedCount disconnected;
  private final Client client;
  private final ReplaceableConnection link;
  private final SentMessages sent;
  private final ReceivedMessages received;
  private boolean away;
  private volatile boolean gaveWay;
  private boolean reset;
  private long awaySince;

  /**
   * Begins with the first link.
   *
   * @param disconnected counts the connections of the hub that have no link
   * @param client whose connection it is
   */
  public Reconnection(
      HubOptions options,
      DisconnectedCount disconnected,
      Client client,
      ReplaceableConnection link,
      long now) {
    this.options = options;
    this.disconnected = disconnected;
    this.client = client;
    this.link = link;
    sent = new SentMessages(options.statefulReconnectBufferBytes());
    received = new ReceivedMessages(now);
  }

  public SentMessages sent() {
    return sent;
  }

  /** Returns whether a message is to be dealt with: it has not come on an earlier link. */
  public boolean isNew(HubMessage message) {
    return received.isNew(message);
  }

  /** The client has received messages. */
  public void acknowledge(AckMessage ack) {
    sent.acknowledge(ack.sequenceId());
  }

  /**
   * The client says where it goes on.
   *
   * @throws SequenceGapException if messages before that were never received
   */
  public void goOnAt(SequenceMessage sequence) {
    received.goOnAt(sequence);
  }

  /** Returns whether what was received is to be acknowledged now. */
  public boolean isAckDue(long now) {
    return !away && received.isAckDue(now);
  }

  /** Returns the message that acknowledges what was received. */
  public OutboundMessage ack(long now) {
    return OutboundMessage.of(new AckMessage(received.acknowledge(now)));
  }

  /**
   * The link is gone, and another is waited for.
   *
   * @param byReset whether it was reset, and not closed by the client
   */
  public void leave(long now, boolean byReset) {
    reset = byReset;
    away = true;
    gaveWay = false;
    awaySince = now;
    disconnected.add(options, client, this);
  }

  Client client() {
    return client;
  }

  /** Others need the place: the next look at the clock ends the wait. Any thread. */
  void giveWay() {
    gaveWay = true;
  }

  /** There is a new link, on which the client says first where it goes on. */
  public void replaceLink(TransportConnection fresh) {
    link.replace(fresh);
    stopWaiting();
    sent.replaceLink();
    received.awaitSequence();
  }

  /**
   * Returns what a new link begins with. An Ack behind all that comes again would never arrive
   * where links are cut sooner than that, and the client would have ever more to send again itself.
   */
  public List<OutboundMessage> beginning(long now) {
    OutboundMessage sequence = OutboundMessage.of(new SequenceMessage(sent.first()));
    return received.isAckMissed() ? List.of(sequence, ack(now)) : List.of(sequence);
  }

  /** Returns what passes on to {@code connection} what the link of this moment tells. */
  public TransportReceiver receiver(TransportReceiver connection) {
    return link.receiver(connection);
  }

  /** There is a new link, or it is of no use any more. */
  public void stopWaiting() {
    if (away) {
      away = false;
      disconnected.remove(client, this);
    }
  }

  /** Returns whether there is no link. */
  public boolean isAway() {
    return away;
  }

  /** Returns whether the last link was reset, and not closed by the client. */
  public boolean wasReset() {
    return reset;
  }

  /** Returns whether there has been no link for too long, or too many others wait, too. */
  public boolean isOverdue(long now) {
    return away && (gaveWay || now - awaySince >= options.disconnectTimeout().toNanos());
  }
}
