package dev.nave.hub.internal.connection;

import dev.nave.hub.HubException;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.reconnect.Reconnection;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one connection has come, and its end. It ends once. What was received before the end is
 * still done, unless the end drops it.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class ConnectionLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  private final HubConnection owner;
  private final TransportConnection link;
  private final ConnectionSettings settings;
  private final ConnectionHandler handler;
  private final ConnectionReader reader;
  private final ConnectionWriter writer;

  private volatile @Nullable HubProtocol protocol;
  private @Nullable Reconnection reconnection;
  private State state = State.HANDSHAKE;
  private @Nullable PendingEnd pending;

  /** Whether it has ended and what was received is still done. */
  private boolean goesOn;

  enum State {
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
  private record PendingEnd(@Nullable Throwable cause, CloseMessage close) {}

  /**
   * Begins with the handshake.
   *
   * @param owner leaves its loop when the end is decided, before the client can see it
   */
  ConnectionLifecycle(
      HubConnection owner,
      TransportConnection link,
      ConnectionSettings settings,
      ConnectionHandler handler,
      ConnectionReader reader,
      ConnectionWriter writer) {
    this.owner = owner;
    this.link = link;
    this.settings = settings;
    this.handler = handler;
    this.reader = reader;
    this.writer = writer;
  }

  State state() {
    return state;
  }

  /** Returns whether messages are read: from the link, or what it had left. */
  boolean reads() {
    return state == State.OPEN || state == State.LEFT;
  }

  /** Returns whether the link is of no use any more. */
  boolean isOver() {
    return state == State.LEFT || state == State.ENDED;
  }

  /**
   * The handshake is done.
   *
   * @param negotiated the hub protocol of the client
   * @param lasting lets the connection outlive its link; null if it ends with it
   */
  void start(HubProtocol negotiated, @Nullable Reconnection lasting) {
    protocol = negotiated;
    owner.record().started(negotiated);
    reconnection = lasting;
    state = State.STARTING;
  }

  /**
   * Any thread. Returns the hub protocol of the client.
   *
   * @throws IllegalStateException before the end of the handshake
   */
  HubProtocol protocol() {
    HubProtocol negotiated = protocol;
    if (negotiated == null) {
      throw new IllegalStateException(this + " has not shaken hands yet");
    }
    return negotiated;
  }

  /** Returns what lets the connection outlive its link; null if it ends with it. */
  @Nullable Reconnection reconnection() {
    return reconnection;
  }

  /** Tells the client why its handshake is refused, and ends the connection. */
  void refuseHandshake(String error) {
    log.debug("{}: handshake refused: {}", this, ClientErrors.clip(error));
    owner.record().because(EndReason.REFUSED, "its handshake was refused");
    end(null, null);
    try {
      Handshake.refuse(link, error);
    } catch (RuntimeException | Error e) {
      log.error("{}: cannot be sent a Close, and is cut", this, e);
      link.abort();
    }
  }

  /** The hub has accepted the connection. */
  void open() {
    state = State.OPEN;
  }

  // The end of the link.

  /** The link has ended, and no other will come. */
  void linkClosed(ConnectionEnd how, @Nullable Throwable cause) {
    PendingEnd answering = pending;
    if (how == ConnectionEnd.GRACEFUL) {
      owner
          .record()
          .because(cause == null ? EndReason.LEFT : EndReason.PROTOCOL_ERROR, "its client left");
    }
    if (answering != null) {
      leave(answering.cause());
    } else if (how == ConnectionEnd.CUT) {
      // As the reference server has it, a client that vanishes ends as one that leaves.
      owner.record().because(EndReason.LOST, "its socket was cut");
      log.debug("{}: its socket was cut", this, cause);
      endWithoutLink(cause != null);
    } else {
      leave(cause == null && state == State.OPEN ? reader.halfMessage() : cause);
    }
  }

  /** The link has ended: it was reset, or the client closed it after everything that it sent. */
  void endWithoutLink(boolean reset) {
    if (reset) {
      end(null, null);
    } else {
      leave(state == State.OPEN ? reader.halfMessage() : null);
    }
  }

  /** The client has left: what was received is done, and answers go nowhere. */
  private void leave(@Nullable Throwable cause) {
    end(cause, null, false);
  }

  /** The hub has accepted a connection whose client has left, and what it sent was read. */
  void leftoversRead() {
    if (state == State.LEFT) {
      Throwable cause = reader.halfMessage();
      state = State.ENDED;
      reader.clear();
      handler.ended(cause, false);
    }
  }

  /** The hub has not accepted a connection in time whose client has left. */
  private void leftTooLong() {
    if (state == State.LEFT) {
      end(null, null);
    }
  }

  // The end behind the answers.

  /** The client has sent Close. */
  void closedByClient(@Nullable String error) {
    owner.record().because(EndReason.LEFT, "its client sent Close");
    finish(error == null ? null : new HubException(error), new CloseMessage(null, false));
  }

  /** Reads no more, and ends the connection when what was received is answered. */
  void finish(@Nullable Throwable cause, CloseMessage close) {
    if (state == State.LEFT) {
      state = State.ENDED;
      reader.clear();
      handler.ended(cause, false);
    } else if (state == State.OPEN) {
      state = State.FINISHING;
      reader.stop();
      pending = new PendingEnd(cause, close);
      handler.finishing(this::answered);
    }
  }

  /** Ends the connection when what it has received is answered: the server stops. */
  void drain() {
    if (state == State.OPEN) {
      reader.whenCaughtUp(this::drainCalls);
    } else if (state == State.HANDSHAKE || state == State.STARTING) {
      sendElsewhere(true);
    }
  }

  private void drainCalls() {
    if (state == State.OPEN) {
      handler.draining(this::drained);
    }
  }

  private void drained() {
    if (state == State.OPEN) {
      sendElsewhere(false);
    }
  }

  /** Ends the connection: the server stops. */
  void sendElsewhere(boolean drops) {
    owner.record().because(EndReason.STOPPED, "the server sent its client elsewhere");
    end(null, new CloseMessage(null, true), drops);
  }

  /** Ends the connection because of what its client sent; the client may reconnect. */
  void finishFailed(Throwable cause) {
    owner.record().because(EndReason.PROTOCOL_ERROR, null);
    finish(cause, ClientErrors.close(cause, settings.options().detailedErrors(), true));
  }

  private void answered() {
    PendingEnd answering = pending;
    if (state == State.FINISHING && answering != null) {
      end(answering.cause(), answering.close(), false);
    }
  }

  // The end.

  /** Ends the connection because of an error; the client may reconnect. */
  void fail(Throwable cause) {
    end(cause, ClientErrors.close(cause, settings.options().detailedErrors(), true));
  }

  /** Ends the connection because the server itself has failed in its work for it. */
  void broken(Throwable failure) {
    log.error("{}: is ended because the server failed", this, failure);
    try {
      if (state == State.HANDSHAKE) {
        refuseHandshake(ClientErrors.HANDSHAKE_CANCELED);
      } else {
        fail(failure);
      }
    } catch (RuntimeException | Error e) {
      log.error("{}: its end failed, and its link is cut", this, e);
      link.abort();
    }
  }

  /** Ends the connection, and drops what was received and has not begun, in any case. */
  void end(@Nullable Throwable cause, @Nullable CloseMessage close) {
    end(cause, close, true);
  }

  private void end(@Nullable Throwable cause, @Nullable CloseMessage close, boolean drops) {
    if (isOver()) {
      if (drops && goesOn) {
        goesOn = false;
        dropUnread();
        state = State.ENDED;
        handler.ended(cause, true);
      }
      return;
    }
    boolean started = state != State.HANDSHAKE;
    boolean leaves = state == State.STARTING && !drops && reader.hasUnread();
    if (!leaves) {
      dropUnread();
    }
    state = leaves ? State.LEFT : State.ENDED;
    if (reconnection != null) {
      reconnection.stopWaiting();
    }
    attempt(() -> owner.record().ended(owner.loop().now(), cause, close));
    attempt(() -> owner.loop().remove(owner));
    attempt(owner.record()::over);
    if (!started) {
      return;
    }
    goesOn = !drops;
    attempt(() -> writer.end(close));
    if (leaves) {
      handler.left(cause, this::leftTooLong);
    } else {
      handler.ended(cause, drops);
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

  /** Forgets what was not read: before the hub has accepted, or for a later turn of the loop. */
  private void dropUnread() {
    attempt(this::countUnread);
    reader.clear();
  }

  private void countUnread() {
    if (state != State.HANDSHAKE) {
      int dropped = reader.countUnreadInvocations(protocol());
      if (dropped > 0) {
        settings.counters().dropInvocations(dropped);
        log.info("{}: {} invocations that were received and not read are dropped", this, dropped);
      }
    }
  }

  @Override
  public String toString() {
    return owner.toString();
  }
}
