package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.connection.ConnectionSettings.ReadingLimits;
import dev.nave.hub.internal.loop.HubLoop;
import dev.nave.hub.internal.loop.InboundBudget;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.transport.TransportConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one client sends: its handshake, then one message after the other. Pauses the link
 * while there is a reason to.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class ConnectionReader {
  /** What may be received before the hub has accepted the connection; then reading pauses. */
  private static final int MAX_EARLY_BYTES = 64 * 1024;

  /** Half a message of more than this waits while the clients of the loop keep too much. */
  private static final int MAX_HALF_BYTES = 32 * 1024;

  private static final long MAX_CATCHING_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TransportConnection link;
  private final HubLoop loop;
  private final ConnectionSettings settings;
  private final ConnectionTimers timers;
  private final InboundBuffer inbound = new InboundBuffer();
  private int messages;

  /** The bits of the reasons that there are. */
  private int pauses;

  /** Null before the reader had to wait for room. */
  private @Nullable Runnable whenRoom;

  /** What the budget of the loop knows of what is kept here. */
  private int reportedBytes;

  /** Whether the link goes on after a turn, and has brought nothing since. */
  private boolean goesOn;

  private int messagesOfTurn;
  private long turnBegunAt;
  private boolean turnOver;

  /** When its share of the loop's time will have come to what reading has taken. */
  private long paidAt;

  /** Why the link is not read. */
  enum PauseReason {
    /** The hub has not accepted the connection yet. */
    STARTING(1),
    /** Too many invocations wait. */
    BACKLOG(2),
    /** The message is a large one, and the clients of the loop together keep too much. */
    MEMORY(4),
    /** It has had its part of this turn of the loop, and more is there. */
    TURN(8);

    private final int bit;

    PauseReason(int bit) {
      this.bit = bit;
    }
  }

  ConnectionReader(
      TransportConnection link,
      HubLoop loop,
      ConnectionSettings settings,
      ConnectionTimers timers) {
    this.link = link;
    this.loop = loop;
    this.settings = settings;
    this.timers = timers;
    this.paidAt = loop.now();
  }

  /** Begins to read, in a new turn or as more of one. Returns the time. */
  long begin() {
    long now = loop.now();
    if (messagesOfTurn == 0) {
      turnBegunAt = now;
    }
    return now;
  }

  /** Takes bytes of the link; the array is the reader's from now on. */
  void add(byte[] bytes) {
    goesOn = false;
    inbound.add(bytes);
  }

  /** Returns what the first message comes to; null if it is not whole yet. */
  @Nullable Handshake handshake() {
    return Handshake.read(inbound, settings, link);
  }

  /** Returns the next whole message; null if there is none, or the turn is over. */
  @Nullable HubMessage next(HubProtocol protocol) throws ProtocolException {
    while (inbound.length() > 0 && !turnOver) {
      int end = inbound.frameEnd(protocol, settings.reading().maxMessageBytes());
      if (end == HubProtocol.INCOMPLETE) {
        return null;
      }
      HubMessage message = inbound.take(protocol, end);
      taken();
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  /** Asks for the time once a message, but for the first one of a turn, which is known. */
  private void taken() {
    long now = messagesOfTurn == 0 ? turnBegunAt : loop.now();
    timers.messageReceived(now);
    messages++;
    messagesOfTurn++;
    ReadingLimits limits = settings.reading();
    turnOver =
        messagesOfTurn >= limits.maxMessagesPerTurn()
            || now - turnBegunAt >= limits.maxNanosPerTurn();
  }

  /** Returns how many messages were read since it was asked last. */
  int takeCount() {
    int read = messages;
    messages = 0;
    return read;
  }

  /** Counts a read of so many bytes, which began then and has ended now. */
  void readSince(long begun, int bytes) {
    paidAt = loop.reading().read(paidAt, begun, loop.now(), bytes);
  }

  /** Returns whether other connections are to be read before what was received now. */
  boolean mustWait(long now) {
    return loop.reading().mustWait(paidAt, now);
  }

  /** The loop turns to this connection: so much may be read now, and the rest in a later turn. */
  void beginTurn() {
    messagesOfTurn = 0;
    turnOver = false;
  }

  /** Returns whether the connection has had its part of this turn, and more is there. */
  boolean hasMoreThanATurn() {
    return turnOver && hasUnread();
  }

  /** Returns whether bytes were received and not read. */
  boolean hasUnread() {
    return inbound.length() > 0;
  }

  /**
   * Returns what is wrong if the link has ended: null, or that it did within a message. Source: the
   * reference server.
   */
  @Nullable Throwable halfMessage() {
    return hasUnread()
        ? new ProtocolException("Connection terminated while reading a message.")
        : null;
  }

  /** Returns how many invocations were received and not read, and forgets all that was received. */
  int countUnreadInvocations(HubProtocol protocol) {
    return hasUnread()
        ? inbound.countInvocations(protocol, settings.reading().maxMessageBytes())
        : 0;
  }

  /** Forgets what was received and not read, and need not wait for room for it. */
  void clear() {
    inbound.clear();
    report();
    if (whenRoom != null) {
      loop.inbound().forget(whenRoom);
      resume(PauseReason.MEMORY);
    }
  }

  /** As much was read of what was received as can be now: what is left is half a message. */
  void allRead() {
    if (hasUnread()) {
      timers.halfMessage(loop.now());
    } else {
      timers.noHalfMessage();
    }
    report();
    if (inbound.length() > MAX_HALF_BYTES && loop.inbound().isOver()) {
      pause(PauseReason.MEMORY);
      loop.inbound().whenRoom(whenRoom());
    }
  }

  private Runnable whenRoom() {
    Runnable made = whenRoom;
    if (made == null) {
      made = () -> resume(PauseReason.MEMORY);
      whenRoom = made;
    }
    return made;
  }

  private void report() {
    int change = inbound.keptBytes() - reportedBytes;
    if (change != 0 && (inbound.keptBytes() == 0 || Math.abs(change) >= InboundBudget.STEP_BYTES)) {
      reportedBytes += change;
      loop.inbound().add(change);
    }
  }

  // Pauses.

  /** The hub has not accepted the connection: only so much may be received. */
  void pauseIfTooEarly() {
    if (inbound.length() > loop.inbound().limit(MAX_EARLY_BYTES)) {
      pause(PauseReason.STARTING);
    }
  }

  /** Reads no more for this reason. */
  void pause(PauseReason reason) {
    if (pauses == 0) {
      link.pauseReading();
    }
    pauses |= reason.bit;
  }

  /** The reason has gone. Returns whether the link is read from again. */
  boolean resume(PauseReason reason) {
    if (!isPausedFor(reason)) {
      return false;
    }
    pauses &= ~reason.bit;
    if (pauses != 0) {
      return false;
    }
    goesOn = reason == PauseReason.TURN;
    link.resumeReading();
    return true;
  }

  boolean isPaused() {
    return pauses != 0;
  }

  /**
   * Runs an action once nothing waits for other connections that the client had sent by now: what
   * was received and put off is read first, and what came to the link meanwhile. A client that
   * sends without end is waited for a second.
   */
  void whenCaughtUp(Runnable action) {
    long latest = loop.now() + MAX_CATCHING_UP_NANOS;
    if (goesOn) {
      lookAgain(action, latest);
    } else {
      whenCaughtUp(action, latest);
    }
  }

  private void whenCaughtUp(Runnable action, long latest) {
    if (isPausedFor(PauseReason.TURN) && latest - loop.now() > 0) {
      loop.reading().later(() -> lookAgain(action, latest));
    } else {
      action.run();
    }
  }

  /** A link that goes on will have been read by the next turn. */
  private void lookAgain(Runnable action, long latest) {
    boolean waits = isPausedFor(PauseReason.TURN) && latest - loop.now() > 0;
    loop.reading()
        .later(waits ? () -> lookAgain(action, latest) : () -> whenCaughtUp(action, latest));
  }

  /** Returns whether the link is not read because of what the server has yet to do. */
  boolean isHeldUp() {
    return isPausedFor(PauseReason.BACKLOG) || isPausedFor(PauseReason.TURN);
  }

  private boolean isPausedFor(PauseReason reason) {
    return (pauses & reason.bit) != 0;
  }

  /** Forgets all; what follows is thrown away, so nothing pauses the link any more. */
  void stop() {
    clear();
    if (isPaused()) {
      pauses = 0;
      link.resumeReading();
    }
  }
}
