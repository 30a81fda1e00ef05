package dev.nave.hub.internal.connection;

import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.internal.connection.ConnectionLifecycle.State;
import dev.nave.hub.internal.connection.ConnectionReader.PauseReason;
import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundBatch;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.Reconnection;
import dev.nave.hub.internal.reconnect.ReplaceableConnection;
import dev.nave.hub.internal.reconnect.SequenceGapException;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.json.HandshakeCodec;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its identity, what any thread may do with it, and what its link, its
 * loop and its hub tell it. It answers what is its own business: the handshake, pings, Close, and
 * timers. {@link ConnectionReader} reads for it, {@link ConnectionWriter} writes, and {@link
 * ConnectionLifecycle} ends it.
 *
 * <p><b>Threading.</b> Owned by its loop. From other threads: {@link #send}, {@link #abort}, {@link
 * #id}, {@link #loop}, {@link #protocol}.
 */
public final class HubConnection
    implements Audience, ConnectionWriter.Owner, Reattachable, TransportReceiver {
  private static final Logger log = LoggerFactory.getLogger(HubConnection.class);
  private static final OutboundMessage PING = OutboundMessage.of(PingMessage.INSTANCE);

  private final String id;
  private final HubLoop loop;
  private final TransportConnection link;
  private final ConnectionSettings settings;
  private final ConnectionHandler handler;
  private final PendingResultIds pendingResults = new PendingResultIds();
  private volatile @Nullable HubProtocol protocol;

  // Owned by the loop.
  private @Nullable Agreement agreement;
  private @Nullable Reconnection reconnection;
  private final ConnectionTimers timers;
  private final ConnectionReader reader;
  private final ConnectionWriter writer;
  private final ConnectionLifecycle lifecycle;

  /** Client and server want stateful reconnect; whether the client's protocol has it, we see. */
  private record Agreement(ReplaceableConnection link, Consumer<Reattachable> whenReady) {}

  /**
   * Begins a connection on a fresh link. On the link's loop.
   *
   * @param onEnd called once, when the end is decided and before the client can see it
   */
  public HubConnection(
      String id,
      HubLoop loop,
      TransportConnection link,
      ConnectionSettings settings,
      ConnectionHandler handler,
      Runnable onEnd) {
    this.id = id;
    this.loop = loop;
    this.link = link;
    this.settings = settings;
    this.handler = handler;
    this.timers = new ConnectionTimers(settings.options(), loop.now());
    this.reader = new ConnectionReader(link, loop, settings, timers);
    this.writer = new ConnectionWriter(this, link, loop, settings);
    this.lifecycle = new ConnectionLifecycle(this, settings, handler, reader, writer, onEnd);
    loop.add(this);
  }

  /**
   * Lets the connection outlive its link, if the client speaks a protocol version that can. Before
   * anything is received; on the link's loop.
   *
   * @param replaceable the link that the connection was begun on
   * @param whenReady gets the door for the client to come back through
   * @return what is told about the first link
   */
  public TransportReceiver mayReconnect(
      ReplaceableConnection replaceable, Consumer<Reattachable> whenReady) {
    agreement = new Agreement(replaceable, whenReady);
    return replaceable.receiver(this);
  }

  /** Any thread. Returns the public id. */
  public String id() {
    return id;
  }

  /** Any thread. Returns the loop that owns this connection. */
  public HubLoop loop() {
    return loop;
  }

  /** Any thread. Returns the hub protocol of the client, once the connection is started. */
  public HubProtocol protocol() {
    HubProtocol negotiated = protocol;
    if (negotiated == null) {
      throw new IllegalStateException("connection " + id + " has not shaken hands yet");
    }
    return negotiated;
  }

  /** Any thread. Returns the pending results of the client. */
  public PendingResultIds pendingResults() {
    return pendingResults;
  }

  /** Returns the options of the hub. */
  public HubOptions options() {
    return settings.options();
  }

  /** Any thread. Sends a message, which must be encoded in this connection's protocol already. */
  public void send(OutboundMessage message) {
    loop.deliver(this, message);
  }

  /**
   * Any thread. Ends the connection; the client is told not to reconnect. What it sent and has not
   * begun is dropped, also if the connection has ended already.
   */
  public void abort() {
    loop.execute(
        () -> {
          lifecycle.because("the application aborted it");
          end(null, new CloseMessage(null, false));
        });
  }

  // What the transport tells.

  @Override
  public void received(byte[] bytes) {
    if (lifecycle.isOver() || lifecycle.state() == State.FINISHING) {
      return;
    }
    try {
      read(bytes);
    } catch (RuntimeException | Error e) {
      broken(e);
    }
  }

  private void read(byte[] bytes) {
    reader.add(bytes);
    if (lifecycle.state() == State.HANDSHAKE) {
      readHandshake();
    }
    if (lifecycle.state() == State.OPEN) {
      readMessages();
    } else if (lifecycle.state() == State.STARTING) {
      reader.pauseIfTooEarly();
    }
  }

  @Override
  public void receivedAll() {
    if (lifecycle.state() == State.OPEN) {
      try {
        handler.messagesRead(this);
      } catch (RuntimeException | Error e) {
        broken(e);
      }
    }
  }

  @Override
  public void writable() {
    try {
      writer.writable();
    } catch (RuntimeException | Error e) {
      broken(e);
    }
  }

  @Override
  public void closed(ConnectionEnd how, @Nullable Throwable cause) {
    if (lifecycle.isOver()
        || (how == ConnectionEnd.CUT
            && lifecycle.state() != State.FINISHING
            && waitsForClient(cause))) {
      return;
    }
    lifecycle.linkClosed(how, cause);
  }

  // Stateful reconnect.

  /** The link was cut. Returns whether the connection waits for its client to come back. */
  private boolean waitsForClient(@Nullable Throwable cause) {
    Reconnection lasting = reconnection;
    if (lasting == null || !lasting.leave(loop.now(), cause != null)) {
      return false;
    }
    log.debug("connection {}: lost its socket and waits for its client to reconnect", id, cause);
    reader.clear(); // Half a message; or whole ones before the hub is ready, which do not count.
    writer.linkLost();
    return true;
  }

  @Override
  public ConnectionLoop transportLoop() {
    return loop.executor();
  }

  @Override
  public @Nullable TransportReceiver reattach(
      ConnectionRequest request, TransportConnection fresh) {
    Reconnection lasting = reconnection;
    if (lasting == null || !writer.isOpen() || lifecycle.state() == State.FINISHING) {
      return null;
    }
    lasting.replaceLink(fresh);
    reader.clear();
    timers.messageReceived(loop.now());
    writer.linkReplaced(lasting.beginning(loop.now()), lasting.sent());
    handler.returned(this, request);
    return lasting.receiver(this);
  }

  // Handshake.

  private void readHandshake() {
    Handshake handshake = reader.handshake();
    if (handshake == null) {
      return;
    }
    HubProtocol negotiated = handshake.protocol();
    if (negotiated == null) {
      failHandshake(handshake.error());
      return;
    }
    protocol = negotiated;
    lifecycle.start();
    Agreement agreed = agreement;
    Reconnection lasting =
        agreed == null || !handshake.knowsStatefulReconnect()
            ? null
            : new Reconnection(
                settings.options(), settings.counters().disconnected(), agreed.link(), loop.now());
    reconnection = lasting;
    writer.open(negotiated, lasting == null ? null : lasting.sent());
    writer.writeEncoded(HandshakeCodec.response(null));
    timers.handshakeDone(loop.now());
    if (agreed != null && lasting != null) {
      agreed.whenReady().accept(this);
    }
    handler.started(this);
  }

  private void failHandshake(String error) {
    log.debug("connection {}: handshake refused: {}", id, ClientErrors.clip(error));
    lifecycle.because("its handshake was refused");
    end(null, null);
    try {
      Handshake.refuse(link, error);
    } catch (RuntimeException | Error e) {
      log.error("connection {}: cannot be sent a Close, and is cut", id, e);
      link.abort();
    }
  }

  /** The hub accepted the connection: what was received meanwhile is read. Loop only. */
  public void opened() {
    try {
      if (lifecycle.state() == State.LEFT) {
        readMessages();
        lifecycle.leftoversRead();
      } else if (lifecycle.state() == State.STARTING) {
        lifecycle.open();
        link.accepted();
        reader.resume(PauseReason.STARTING);
        readMessages();
      }
    } catch (RuntimeException | Error e) {
      broken(e);
    }
    receivedAll();
  }

  /** The hub refused the connection. Loop only. */
  public void refused(Throwable cause) {
    end(cause, ClientErrors.close(cause, options().detailedErrors(), false));
  }

  // Messages in.

  private void readMessages() {
    HubProtocol spoken = protocol();
    try {
      while (lifecycle.reads()) {
        HubMessage message = reader.next(spoken);
        if (message == null) {
          return;
        }
        take(message);
      }
    } catch (ProtocolException e) {
      log.debug("connection {}: what the client sent is not {}", id, spoken.name(), e);
      finishFailed(e);
    } catch (SequenceGapException e) {
      log.debug("connection {}: its client reconnected and left a gap", id, e);
      finishFailed(e);
    }
  }

  private void take(HubMessage message) {
    Reconnection lasting = reconnection;
    if (lasting != null) {
      Reconnection.Remainder remainder = lasting.take(message);
      if (remainder == Reconnection.Remainder.WINDOW_MOVED) {
        writer.windowMoved(lasting.sent());
      }
      if (remainder != Reconnection.Remainder.FOR_HUB) {
        return;
      }
    }
    if (message instanceof PingMessage) {
      timers.pingReceived();
    } else if (message instanceof CloseMessage close) {
      lifecycle.because("its client sent Close");
      String error = close.error();
      lifecycle.finish(
          error == null ? null : new HubException(error), new CloseMessage(null, false));
    } else {
      handler.message(this, message);
    }
  }

  /** Stops to read until {@link #resumeReading}: too much waits to be dispatched. Loop only. */
  public void pauseReading() {
    reader.pause(PauseReason.BACKLOG);
  }

  /** Goes on reading. Loop only. */
  public void resumeReading() {
    if (reader.resume(PauseReason.BACKLOG)) {
      timers.messageReceived(loop.now());
    }
  }

  // Messages out.

  /** Writes messages for this connection alone. Loop only. */
  @Override
  public void write(OutboundBatch batch) {
    writer.write(batch);
  }

  /** Writes messages that other connections of the loop get, too. Loop only. */
  public void writeShared(OutboundBatch batch) {
    writer.writeShared(batch);
  }

  /**
   * Returns the way out for streams; nothing leaves by it once the connection is over. Loop only.
   */
  public StreamWindow outlet() {
    return writer.outlet();
  }

  @Override
  public void flushTurn() {
    writer.flush();
  }

  // Timers.

  @Override
  public void tick(long now) {
    if (lifecycle.state() == State.HANDSHAKE) {
      if (timers.isHandshakeOverdue(now)) {
        failHandshake(ClientErrors.HANDSHAKE_CANCELED);
      }
    } else if (writer.isOpen()) {
      Reconnection lasting = reconnection;
      if (lasting == null || !lasting.isAway()) {
        look(now);
      } else if (lasting.isOverdue(now)) {
        log.debug("connection {}: its client has not come back", id);
        lifecycle.because("its client has not come back");
        lifecycle.endWithoutLink(lasting.wasReset());
      }
      if (lasting != null && lasting.isAckDue(now)) {
        writer.writeUnlessBehind(() -> lasting.ack(now));
      }
    }
  }

  private void look(long now) {
    if (writer.isStalled(now)) {
      settings.counters().closeSlow();
      log.debug("connection {}: took nothing for {}", id, options().sendTimeout());
      end(new SlowConsumerException("The client took nothing for the send timeout."), null);
      link.abort();
    } else if (timers.isExpired(now)) {
      log.debug("connection {}: the credentials of its user have expired", id);
      lifecycle.because("the credentials of its user have expired");
      end(null, new CloseMessage(null, true));
    } else if (lifecycle.state() == State.OPEN
        && !reader.isPaused()
        && timers.isClientOverdue(now)) {
      fail(new ClientTimeoutException());
    } else if (link.needsPings() && timers.isPingDue(now)) {
      writer.writeUnlessBehind(() -> PING);
    }
  }

  /**
   * Ends the connection when the credentials of its user expire; the client may reconnect with a
   * new one. Loop only.
   *
   * @param expiry null for never
   */
  public void expireAt(@Nullable Instant expiry) {
    timers.expireAt(expiry, loop.now());
  }

  // The end.

  /** Ends the connection because of an error; the client may reconnect. Loop only. */
  @Override
  public void fail(Throwable cause) {
    end(cause, ClientErrors.close(cause, options().detailedErrors(), true));
  }

  /**
   * Ends the connection because the server itself has failed in its work for it: whatever was
   * thrown, and wherever, this connection ends, its client is told, and no other one is concerned.
   * Loop only.
   */
  @Override
  public void broken(Throwable failure) {
    log.error("{}: is ended because the server failed", this, failure);
    try {
      if (lifecycle.state() == State.HANDSHAKE) {
        failHandshake(ClientErrors.HANDSHAKE_CANCELED);
      } else {
        fail(failure);
      }
    } catch (RuntimeException | Error e) {
      log.error("{}: its end failed, and its link is cut", this, e);
      link.abort();
    }
  }

  /**
   * Ends the connection because of what its client sent, behind the answers to what it sent before;
   * the client may reconnect. Loop only.
   */
  public void finishFailed(Throwable cause) {
    lifecycle.finish(cause, ClientErrors.close(cause, options().detailedErrors(), true));
  }

  /** A slow client is told why, unless the memory for its last message is short. Loop only. */
  @Override
  public void breakOffSlow(SlowConsumerException cause) {
    if (loop.isOverUntaken()) {
      end(cause, null);
      link.abort();
    } else {
      fail(cause);
    }
  }

  /**
   * Ends the connection, if that has not been done; what was received and has not begun is dropped
   * in any case. Loop only.
   *
   * @param cause what {@code onDisconnected} gets; null if it ends as intended
   * @param close what the client is told; null if its link is gone or nothing is to be said
   */
  public void end(@Nullable Throwable cause, @Nullable CloseMessage close) {
    lifecycle.end(cause, close);
  }

  /** The end is decided: nothing is due any more. */
  void release() {
    loop.remove(this);
    if (reconnection != null) {
      reconnection.stopWaiting();
    }
  }

  @Override
  public String toString() {
    return "connection " + id;
  }
}
