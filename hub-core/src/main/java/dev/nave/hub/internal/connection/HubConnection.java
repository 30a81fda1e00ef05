package dev.nave.hub.internal.connection;

import dev.nave.hub.HubException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.accept.Reattachable;
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
 * One client's connection: it reads the handshake, then messages, answers what is its own business
 * (pings, timers, Close) and ends, once.
 *
 * <p><b>Threading.</b> Owned by its loop. From other threads: {@link #send}, {@link #abort}, {@link
 * #id}, {@link #loop}, {@link #protocol}.
 */
public final class HubConnection
    implements Audience, ConnectionWriter.Owner, Reattachable, TransportReceiver {
  private static final Logger log = LoggerFactory.getLogger(HubConnection.class);
  private static final OutboundMessage PING = OutboundMessage.of(PingMessage.INSTANCE);

  /** What may be received before the hub has accepted the connection; then reading pauses. */
  private static final int MAX_EARLY_BYTES = 64 * 1024;

  private final String id;
  private final HubLoop loop;
  private final TransportConnection link;
  private final ConnectionSettings settings;
  private final ConnectionHandler handler;
  private final Runnable onEnd;
  private final ReadGate reading;
  private final InboundBuffer inbound = new InboundBuffer();
  private final PendingResultIds pendingResults = new PendingResultIds();
  private volatile @Nullable HubProtocol protocol;

  // Owned by the loop.
  private State state = State.HANDSHAKE;

  private @Nullable Agreement agreement;
  private @Nullable Reconnection reconnection;
  private @Nullable End pendingEnd;

  /** Whether it has ended and what was received is still done. */
  private boolean goesOn;

  private final ConnectionTimers timers;
  private final ConnectionWriter writer;
  private @Nullable String endReason;

  /** Client and server want stateful reconnect; whether the client's protocol has it, we see. */
  private record Agreement(ReplaceableConnection link, Consumer<Reattachable> whenReady) {}

  private enum State {
    /** Waits for the first message. */
    HANDSHAKE,
    /** Waits for the hub to accept it; what is received is kept. */
    STARTING,
    /** Reads messages. */
    OPEN,
    /** Reads nothing any more, and writes until what was received is answered. */
    FINISHING,
    /** Its link is gone, and what was received is read when the hub has accepted the connection. */
    LEFT,
    /** Reads and writes nothing any more. */
    ENDED
  }

  /** How the connection ends once what was received is answered. */
  private record End(@Nullable Throwable cause, CloseMessage close) {}

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
    this.onEnd = onEnd;
    this.reading = new ReadGate(link);
    this.timers = new ConnectionTimers(settings.options(), loop.now());
    this.writer = new ConnectionWriter(this, link, loop, settings);
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
          because("the application aborted it");
          end(null, new CloseMessage(null, false));
        });
  }

  // What the transport tells.

  @Override
  public void received(byte[] bytes) {
    if (state == State.FINISHING || state == State.LEFT || state == State.ENDED) {
      return;
    }
    try {
      read(bytes);
    } catch (RuntimeException | Error e) {
      broken(e);
    }
  }

  private void read(byte[] bytes) {
    inbound.add(bytes);
    if (state == State.HANDSHAKE) {
      readHandshake();
    }
    if (state == State.OPEN) {
      readMessages();
    } else if (state == State.STARTING && inbound.length() > MAX_EARLY_BYTES) {
      reading.pause(ReadGate.Reason.STARTING);
    }
  }

  @Override
  public void receivedAll() {
    if (state == State.OPEN) {
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
    End pending = pendingEnd;
    if (state == State.LEFT || state == State.ENDED) {
      return;
    }
    if (how == ConnectionEnd.GRACEFUL) {
      because("its client left");
    }
    if (pending != null) {
      leave(pending.cause());
    } else if (how == ConnectionEnd.CUT) {
      linkCut(cause);
    } else {
      leave(cause == null && state == State.OPEN ? halfMessage() : cause);
    }
  }

  /** Returns what is wrong if the end came within a message. Source: the reference server. */
  private @Nullable Throwable halfMessage() {
    return inbound.length() == 0
        ? null
        : new ProtocolException("Connection terminated while reading a message.");
  }

  // Stateful reconnect.

  private void linkCut(@Nullable Throwable cause) {
    Reconnection lasting = reconnection;
    boolean reset = cause != null;
    if (lasting == null || !lasting.leave(loop.now(), reset)) {
      // As the reference server has it, a client that vanishes ends as one that leaves.
      because("its socket was cut");
      log.debug("connection {}: its socket was cut", id, cause);
      endWithout(reset);
      return;
    }
    log.debug("connection {}: lost its socket and waits for its client to reconnect", id, cause);
    inbound.clear(); // Half a message; or whole ones before the hub is ready, which do not count.
    writer.linkLost();
  }

  /** The link has ended: it was reset, or the client closed it after everything that it sent. */
  private void endWithout(boolean reset) {
    if (reset) {
      end(null, null);
    } else {
      leave(state == State.OPEN ? halfMessage() : null);
    }
  }

  @Override
  public ConnectionLoop transportLoop() {
    return loop.executor();
  }

  @Override
  public @Nullable TransportReceiver reattach(
      ConnectionRequest request, TransportConnection fresh) {
    Reconnection lasting = reconnection;
    if (lasting == null || !writer.isOpen() || state == State.FINISHING) {
      return null;
    }
    lasting.replaceLink(fresh);
    inbound.clear();
    timers.messageReceived(loop.now());
    writer.linkReplaced(lasting.beginning(loop.now()), lasting.sent());
    handler.returned(this, request);
    return lasting.receiver(this);
  }

  // Handshake.

  private void readHandshake() {
    Handshake handshake = Handshake.read(inbound, settings, link);
    if (handshake == null) {
      return;
    }
    HubProtocol negotiated = handshake.protocol();
    if (negotiated == null) {
      failHandshake(handshake.error());
      return;
    }
    protocol = negotiated;
    state = State.STARTING;
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
    because("its handshake was refused");
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
      if (state == State.LEFT) {
        readLeftovers();
      } else if (state == State.STARTING) {
        state = State.OPEN;
        link.accepted();
        reading.resume(ReadGate.Reason.STARTING);
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
    HubProtocol reader = protocol();
    try {
      while ((state == State.OPEN || state == State.LEFT) && inbound.length() > 0) {
        int end = inbound.frameEnd(reader, options().maxMessageBytes());
        if (end == HubProtocol.INCOMPLETE) {
          return;
        }
        HubMessage message = inbound.take(reader, end);
        timers.messageReceived(loop.now());
        if (message != null) {
          take(message);
        }
      }
    } catch (ProtocolException e) {
      log.debug("connection {}: what the client sent is not {}", id, reader.name(), e);
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
      because("its client sent Close");
      String error = close.error();
      finish(error == null ? null : new HubException(error), new CloseMessage(null, false));
    } else {
      handler.message(this, message);
    }
  }

  /** Stops to read until {@link #resumeReading}: too much waits to be dispatched. Loop only. */
  public void pauseReading() {
    reading.pause(ReadGate.Reason.BACKLOG);
  }

  /** Goes on reading. Loop only. */
  public void resumeReading() {
    if (reading.resume(ReadGate.Reason.BACKLOG)) {
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
    if (state == State.HANDSHAKE) {
      if (timers.isHandshakeOverdue(now)) {
        failHandshake(ClientErrors.HANDSHAKE_CANCELED);
      }
    } else if (writer.isOpen()) {
      Reconnection lasting = reconnection;
      if (lasting != null && lasting.isAway()) {
        if (lasting.isOverdue(now)) {
          log.debug("connection {}: its client has not come back", id);
          because("its client has not come back");
          endWithout(lasting.wasReset());
        }
      } else {
        look(now);
      }
      if (lasting != null && state != State.ENDED && lasting.isAckDue(now)) {
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
      because("the credentials of its user have expired");
      end(null, new CloseMessage(null, true));
    } else if (state == State.OPEN && !reading.isPaused() && timers.isClientOverdue(now)) {
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

  /** Says how the connection ends; what was said first holds. */
  private void because(String reason) {
    if (endReason == null) {
      endReason = reason;
    }
  }

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
      if (state == State.HANDSHAKE) {
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
    finish(cause, ClientErrors.close(cause, options().detailedErrors(), true));
  }

  /** Reads no more, and ends the connection when what was received is answered. */
  private void finish(@Nullable Throwable cause, CloseMessage close) {
    if (state == State.LEFT) {
      state = State.ENDED;
      inbound.clear();
      handler.ended(this, cause, false);
    } else if (state == State.OPEN) {
      state = State.FINISHING;
      inbound.clear();
      reading.resumeAll(); // What follows is thrown away, but for the end of the link.
      pendingEnd = new End(cause, close);
      handler.finishing(this, this::answered);
    }
  }

  private void answered() {
    End pending = pendingEnd;
    if (state == State.FINISHING && pending != null) {
      end(pending.cause(), pending.close(), false);
    }
  }

  /** The client has left: what was received is done, and answers go nowhere. */
  private void leave(@Nullable Throwable cause) {
    end(cause, null, false);
  }

  /** The hub has accepted a connection whose client has left: what it sent is read now. */
  private void readLeftovers() {
    readMessages();
    if (state == State.LEFT) {
      Throwable cause = halfMessage();
      state = State.ENDED;
      inbound.clear();
      handler.ended(this, cause, false);
    }
  }

  /** The hub has not accepted a connection in time whose client has left. */
  private void leftTooLong() {
    if (state == State.LEFT) {
      end(null, null);
    }
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
    end(cause, close, true);
  }

  private void end(@Nullable Throwable cause, @Nullable CloseMessage close, boolean drops) {
    if (state == State.LEFT || state == State.ENDED) {
      if (drops && goesOn) {
        goesOn = false;
        dropUnread();
        state = State.ENDED;
        handler.ended(this, cause, true);
      }
      return;
    }
    boolean started = state != State.HANDSHAKE;
    boolean leaves = state == State.STARTING && !drops && inbound.length() > 0;
    if (!leaves) {
      dropUnread();
    }
    state = leaves ? State.LEFT : State.ENDED;
    loop.remove(this);
    if (reconnection != null) {
      reconnection.stopWaiting();
    }
    ConnectionLog.ended(id, endReason, cause, close);
    attempt(onEnd);
    if (!started) {
      return;
    }
    goesOn = !drops;
    attempt(() -> writer.end(close));
    if (leaves) {
      handler.left(this, cause, this::leftTooLong);
    } else {
      handler.ended(this, cause, drops);
    }
  }

  /** Takes a step of the end; whatever goes wrong in it, the next ones are taken. */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      log.error("{}: a step of its end failed", this, e);
    }
  }

  /** Forgets what was not read; whole messages are only there if the hub has not accepted yet. */
  private void dropUnread() {
    attempt(this::countUnread);
    inbound.clear();
  }

  private void countUnread() {
    if (inbound.length() > 0 && (state == State.STARTING || state == State.LEFT)) {
      int dropped = inbound.countInvocations(protocol(), options().maxMessageBytes());
      if (dropped > 0) {
        settings.counters().dropInvocations(dropped);
        log.info("connection {}: it ended while it began, {} invocations are dropped", id, dropped);
      }
    }
  }

  @Override
  public String toString() {
    return "connection " + id;
  }
}
