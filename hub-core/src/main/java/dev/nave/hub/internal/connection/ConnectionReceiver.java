package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.internal.connection.ConnectionLifecycle.State;
import dev.nave.hub.internal.connection.ConnectionReader.PauseReason;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.reconnect.DisconnectedCount.Client;
import dev.nave.hub.internal.reconnect.Reconnection;
import dev.nave.hub.internal.reconnect.ReplaceableConnection;
import dev.nave.hub.internal.reconnect.SequenceGapException;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import dev.nave.hub.protocol.json.HandshakeCodec;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the link of one connection tells: the handshake, which it answers, then messages, of
 * which it keeps pings, Close, and those of stateful reconnect from the hub, and the end of the
 * link. With stateful reconnect, the client comes back here on a new link.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class ConnectionReceiver implements TransportReceiver, Reattachable {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  private final TransportConnection link;
  private final HubLoop loop;
  private final ConnectionSettings settings;
  private final ConnectionHandler handler;
  private final ConnectionLifecycle lifecycle;
  private final ConnectionReader reader;
  private final ConnectionWriter writer;
  private final ConnectionTimers timers;
  private @Nullable Agreement agreement;

  /** Whether more was received than could be read in a turn of the loop. */
  private boolean postponed;

  /** Client and server want stateful reconnect; the handshake says if the client's protocol can. */
  private record Agreement(ReplaceableConnection link, ConnectionRequest request) {
    Client client() {
      return new Client(request.clientAddress(), request.userId());
    }
  }

  ConnectionReceiver(
      TransportConnection link,
      HubLoop loop,
      ConnectionSettings settings,
      ConnectionHandler handler,
      ConnectionLifecycle lifecycle,
      ConnectionReader reader,
      ConnectionWriter writer,
      ConnectionTimers timers) {
    this.link = link;
    this.loop = loop;
    this.settings = settings;
    this.handler = handler;
    this.lifecycle = lifecycle;
    this.reader = reader;
    this.writer = writer;
    this.timers = timers;
  }

  /** Client and server agreed on stateful reconnect; before anything is received. */
  void mayReconnect(ReplaceableConnection replaceable, ConnectionRequest request) {
    agreement = new Agreement(replaceable, request);
  }

  @Override
  public void received(byte[] bytes) {
    if (lifecycle.isOver() || lifecycle.state() == State.FINISHING) {
      return;
    }
    int length = bytes.length;
    long begun = reader.begin();
    try {
      read(bytes, begun);
    } catch (RuntimeException | Error e) {
      lifecycle.broken(e);
    }
    count(begun, length);
  }

  private void count(long begun, int bytes) {
    reader.readSince(begun, bytes);
    settings.counters().meters().received(reader.takeCount(), bytes);
  }

  private void read(byte[] bytes, long now) {
    reader.add(bytes);
    if (lifecycle.state() == State.HANDSHAKE) {
      readHandshake();
    }
    if (lifecycle.state() == State.OPEN && reader.mustWait(now)) {
      postpone();
    } else if (lifecycle.state() == State.OPEN) {
      readTurn();
    } else if (lifecycle.state() == State.STARTING) {
      reader.pauseIfTooEarly();
    }
    reader.allRead();
  }

  @Override
  public void receivedAll() {
    if (!postponed) {
      reader.beginTurn();
    }
    if (lifecycle.state() == State.OPEN) {
      try {
        handler.messagesRead();
      } catch (RuntimeException | Error e) {
        lifecycle.broken(e);
      }
    }
  }

  @Override
  public void writable() {
    try {
      writer.writable();
    } catch (RuntimeException | Error e) {
      lifecycle.broken(e);
    }
  }

  // Handshake.

  private void readHandshake() {
    Handshake handshake = reader.handshake();
    if (handshake == null) {
      return;
    }
    HubProtocol negotiated = handshake.protocol();
    if (negotiated == null) {
      lifecycle.refuseHandshake(handshake.error());
      return;
    }
    Agreement agreed = agreement;
    Reconnection lasting =
        agreed == null || !handshake.knowsStatefulReconnect()
            ? null
            : new Reconnection(
                settings.options(),
                settings.counters().disconnected(),
                agreed.client(),
                agreed.link(),
                loop.now());
    lifecycle.start(negotiated, lasting);
    writer.open(negotiated, lasting == null ? null : lasting.sent());
    writer.writeEncoded(HandshakeCodec.response(null));
    timers.handshakeDone(loop.now());
    if (agreed != null && lasting != null) {
      agreed.request().reattachable(this);
    }
    handler.started();
  }

  /** The hub has accepted the connection: what was received meanwhile is read. */
  void opened() {
    long begun = reader.begin();
    try {
      if (lifecycle.state() == State.LEFT) {
        readMessages(true);
        lifecycle.leftoversRead();
      } else if (lifecycle.state() == State.STARTING) {
        lifecycle.open();
        link.accepted();
        reader.resume(PauseReason.STARTING);
        readTurn();
        reader.allRead();
      }
    } catch (RuntimeException | Error e) {
      lifecycle.broken(e);
    }
    count(begun, 0);
    receivedAll();
  }

  // Messages.

  /** Reads what may be read in this turn of the loop. The rest is read behind other connections. */
  private void readTurn() {
    if (postponed) {
      return;
    }
    readMessages(false);
    if (lifecycle.state() == State.OPEN && reader.hasMoreThanATurn()) {
      postpone();
    }
  }

  private void postpone() {
    if (!postponed) {
      postponed = true;
      reader.pause(PauseReason.TURN);
      loop.reading().later(this::readOn);
    }
  }

  private void readOn() {
    postponed = false;
    reader.beginTurn();
    long begun = reader.begin();
    try {
      if (lifecycle.state() == State.OPEN) {
        readTurn();
        reader.allRead();
      }
      if (!postponed) {
        reader.resume(PauseReason.TURN);
      }
    } catch (RuntimeException | Error e) {
      lifecycle.broken(e);
    }
    count(begun, 0);
    receivedAll();
  }

  /** Reads what is there: all of it, or what the turn allows. */
  private void readMessages(boolean all) {
    HubProtocol protocol = lifecycle.protocol();
    try {
      while (lifecycle.reads()) {
        HubMessage message = reader.next(protocol);
        if (message != null) {
          take(message);
        } else if (all && reader.hasMoreThanATurn()) {
          reader.beginTurn();
        } else {
          return;
        }
      }
    } catch (ProtocolException e) {
      log.debug(
          "{}: what the client sent is not {}: {}",
          lifecycle,
          protocol.name(),
          ClientErrors.clip(e.toString()));
      lifecycle.finishFailed(e);
    } catch (SequenceGapException e) {
      log.debug(
          "{}: its client reconnected and left a gap: {}",
          lifecycle,
          ClientErrors.clip(e.toString()));
      lifecycle.finishFailed(e);
    }
  }

  /** The one place that asks for the kind of a message. */
  private void take(HubMessage message) {
    Reconnection lasting = lifecycle.reconnection();
    if (lasting != null && !lasting.isNew(message)) {
      return; // It came on an earlier link, too.
    }
    if (message instanceof InvocationMessage call) {
      handler.invoked(call);
    } else if (message instanceof StreamInvocationMessage call) {
      handler.invoked(call);
    } else if (message instanceof StreamItemMessage item) {
      handler.item(item);
    } else if (message instanceof CompletionMessage completion) {
      handler.completed(completion);
    } else if (message instanceof CancelInvocationMessage cancellation) {
      handler.cancelled(cancellation);
    } else if (message instanceof PingMessage) {
      timers.pingReceived();
    } else if (message instanceof CloseMessage close) {
      lifecycle.closedByClient(close.error());
    } else if (lasting == null) {
      log.debug("{}: no stateful reconnect was agreed on, {} is ignored", lifecycle, message);
    } else if (message instanceof AckMessage ack) {
      lasting.acknowledge(ack);
      writer.windowMoved(lasting.sent());
    } else if (message instanceof SequenceMessage sequence) {
      lasting.goOnAt(sequence);
    }
  }

  // The end of the link, and another one.

  @Override
  public void closed(ConnectionEnd how, @Nullable Throwable cause) {
    if (postponed && lifecycle.state() == State.OPEN) {
      try {
        readMessages(true); // What was received is done.
      } catch (RuntimeException | Error e) {
        lifecycle.broken(e);
      }
    }
    if (lifecycle.isOver()
        || (how == ConnectionEnd.CUT
            && lifecycle.state() != State.FINISHING
            && waitsForClient(cause))) {
      return;
    }
    lifecycle.linkClosed(how, cause);
  }

  /** The link was cut. Returns whether the connection waits for its client to come back. */
  private boolean waitsForClient(@Nullable Throwable cause) {
    Reconnection lasting = lifecycle.reconnection();
    if (lasting == null) {
      return false;
    }
    lasting.leave(loop.now(), cause != null);
    log.debug("{}: lost its socket and waits for its client to reconnect", lifecycle, cause);
    reader.clear(); // Half a message; or whole ones before the hub is ready, which do not count.
    writer.linkLost();
    return true;
  }

  @Override
  public ConnectionLoop loop() {
    return loop.executor();
  }

  @Override
  public @Nullable TransportReceiver reattach(
      ConnectionRequest request, TransportConnection fresh) {
    Reconnection lasting = lifecycle.reconnection();
    if (lasting == null || !writer.isOpen() || lifecycle.state() == State.FINISHING) {
      return null;
    }
    lasting.replaceLink(fresh);
    reader.clear();
    timers.messageReceived(loop.now());
    writer.linkReplaced(lasting.beginning(loop.now()), lasting.sent());
    handler.returned(request);
    return lasting.receiver(this);
  }
}
