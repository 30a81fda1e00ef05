package dev.nave.hub.internal.connection;

import dev.nave.hub.ConnectionKickedException;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.connection.ConnectionLifecycle.State;
import dev.nave.hub.internal.connection.ConnectionReader.PauseReason;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.OutboundBatch;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.reconnect.Reconnection;
import dev.nave.hub.internal.reconnect.ReplaceableConnection;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: its identity, what any thread may do with it, and what its loop and its
 * hub ask of it. {@link ConnectionReceiver} takes what its link tells, {@link ConnectionWriter}
 * writes, and {@link ConnectionLifecycle} knows how far it has come, and ends it.
 *
 * <p><b>Threading.</b> Owned by its loop. From other threads: {@link #send}, {@link #abort}, {@link
 * #id}, {@link #loop}, {@link #protocol}.
 */
public final class HubConnection implements Audience, ConnectionWriter.Owner {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);
  private static final OutboundMessage PING = OutboundMessage.of(PingMessage.INSTANCE);

  private final ConnectionRecord record;
  private final HubLoop loop;
  private final TransportConnection link;
  private final ConnectionSettings settings;
  private final PendingResultIds pendingResults = new PendingResultIds();
  private final ConnectionTimers timers;
  private final ConnectionReader reader;
  private final ConnectionWriter writer;
  private final ConnectionLifecycle lifecycle;
  private final ConnectionReceiver receiver;

  /**
   * Begins a connection on a fresh link. On the link's loop.
   *
   * @param record who connects; told when the end is decided and before the client can see it
   * @param session makes what the hub does with the connection; it begins with the end of the
   *     handshake
   */
  public HubConnection(
      ConnectionRecord record,
      HubLoop loop,
      TransportConnection link,
      ConnectionSettings settings,
      Function<HubConnection, ConnectionHandler> session) {
    this.record = record;
    this.loop = loop;
    this.link = link;
    this.settings = settings;
    this.timers = new ConnectionTimers(settings.options(), loop.now());
    this.reader = new ConnectionReader(link, loop, settings, timers);
    this.writer = new ConnectionWriter(this, link, loop, settings);
    ConnectionHandler handler = session.apply(this);
    this.lifecycle = new ConnectionLifecycle(this, link, settings, handler, reader, writer);
    this.receiver =
        new ConnectionReceiver(link, loop, settings, handler, lifecycle, reader, writer, timers);
    record.began(loop.now());
    loop.add(this);
  }

  /** Returns what is told about the link. */
  public TransportReceiver receiver() {
    return receiver;
  }

  /**
   * Lets the connection outlive its link, if the client speaks a protocol version that can. Before
   * anything is received; on the link's loop.
   *
   * @param replaceable the link that the connection was begun on
   * @param request gets the handle with which the client reattaches
   * @return what is told about the first link
   */
  public TransportReceiver mayReconnect(
      ReplaceableConnection replaceable, ConnectionRequest request) {
    receiver.mayReconnect(replaceable, request);
    return replaceable.receiver(receiver);
  }

  /** Any thread. Returns the public id. */
  public String id() {
    return record.id();
  }

  /** Returns who it is, since when, and how it ended. */
  public ConnectionRecord record() {
    return record;
  }

  /** Any thread. Returns how many bytes its client had not taken, as it was last counted. */
  public long pendingBytes() {
    return writer.pendingBytes();
  }

  /** Any thread. Returns the loop that owns this connection. */
  public HubLoop loop() {
    return loop;
  }

  /** Any thread. Returns the hub protocol of the client, once the connection is started. */
  public HubProtocol protocol() {
    return lifecycle.protocol();
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
          record.because(EndReason.KICKED, "the application aborted it");
          end(null, new CloseMessage(null, false));
        });
  }

  /**
   * Ends the connection because the application wants it; the client is told that. What it sent and
   * has not begun is dropped, also if the connection has ended already. Loop only.
   *
   * @return whether it had not ended
   */
  public boolean kick(CloseMessage message) {
    boolean ends = !lifecycle.isOver();
    record.because(EndReason.KICKED, "the application ended it");
    end(new ConnectionKickedException(message), message);
    return ends;
  }

  // What the hub tells.

  /** The hub accepted the connection: what was received meanwhile is read. Loop only. */
  public void opened() {
    receiver.opened();
  }

  /** The hub refused the connection. Loop only. */
  public void refused(Throwable cause) {
    record.because(EndReason.REFUSED, null);
    end(cause, ClientErrors.close(cause, options().detailedErrors(), false));
  }

  /** Stops to read until {@link #resumeReading}: too much waits to be dispatched. Loop only. */
  public void pauseReading() {
    reader.pause(PauseReason.BACKLOG);
  }

  /** Goes on reading. Loop only. */
  public void resumeReading() {
    if (reader.resume(PauseReason.BACKLOG)) {
      timers.readingResumed(loop.now());
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
        record.because(EndReason.TIMED_OUT, "its handshake took too long");
        lifecycle.refuseHandshake(ClientErrors.HANDSHAKE_CANCELED);
      }
    } else if (writer.isOpen()) {
      Reconnection lasting = lifecycle.reconnection();
      if (lasting == null || !lasting.isAway()) {
        look(now);
      } else if (lasting.isOverdue(now)) {
        log.debug("{}: its client has not come back", this);
        record.because(EndReason.LOST, "its client has not come back");
        lifecycle.endWithoutLink(lasting.wasReset());
      }
      if (lasting != null && lasting.isAckDue(now)) {
        writer.writeUnlessBehind(() -> lasting.ack(now));
      }
    }
  }

  private void look(long now) {
    SlowConsumerException stalled = writer.stalled(now);
    if (stalled != null) {
      end(stalled, null);
      link.abort();
    } else if (timers.isExpired(now)) {
      log.debug("{}: the credentials of its user have expired", this);
      record.because(EndReason.EXPIRED, "the credentials of its user have expired");
      end(null, new CloseMessage(null, true));
    } else if (lifecycle.state() == State.OPEN
        && !reader.isPaused()
        && timers.isClientOverdue(now, link.needsPings())) {
      fail(new ClientTimeoutException());
    } else if (lifecycle.state() == State.OPEN
        && !reader.isHeldUp()
        && timers.isMessageOverdue(now)) {
      fail(new MessageTimeoutException(options().messageTimeout()));
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

  /**
   * Any thread. Ends the connection behind the answers to what was received: the server stops. The
   * client may reconnect. Calls that it sends meanwhile are refused.
   */
  public void drain() {
    loop.execute(lifecycle::drain);
  }

  /** Any thread. Ends the connection at once: the server stops. The client may reconnect. */
  public void sendElsewhere() {
    loop.execute(() -> lifecycle.sendElsewhere(true));
  }

  /** Ends the connection because of an error; the client may reconnect. Loop only. */
  @Override
  public void fail(Throwable cause) {
    lifecycle.fail(cause);
  }

  /**
   * Ends the connection because the server itself has failed in its work for it: whatever was
   * thrown, and wherever, this connection ends, its client is told, and no other one is concerned.
   * Loop only.
   */
  @Override
  public void broken(Throwable failure) {
    lifecycle.broken(failure);
  }

  /**
   * Ends the connection because of what its client sent, behind the answers to what it sent before;
   * the client may reconnect. Loop only.
   */
  public void finishFailed(Throwable cause) {
    lifecycle.finishFailed(cause);
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

  @Override
  public String toString() {
    return "connection " + record.id();
  }
}
