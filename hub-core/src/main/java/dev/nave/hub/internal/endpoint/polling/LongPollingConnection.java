package dev.nave.hub.internal.endpoint.polling;

import dev.nave.hub.HubOptions;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The link of a client that polls. It outlives its polls: what is written waits for the next one,
 * which gets all of it; what a poll was answered with counts as pending until its socket has taken
 * it, and is lost if the socket ends before.
 *
 * <p>A client that sends no handshake within {@link HubOptions#pollHandshakeTimeout} is gone.
 *
 * <p>There is one poll at a time: a new one ends the one that waits. A client that does not poll
 * for {@link HubOptions#disconnectTimeout} is gone. After the server has closed the link, polls get
 * the remaining bytes, then 204. The client has {@link #LAST_POLLS} for that, or {@link #LATE_POLL}
 * after its DELETE.
 *
 * <p><b>Threading.</b> Owned by the loop of the first poll; all methods are for it.
 */
public final class LongPollingConnection implements TransportConnection {
  /** How long what is left waits for a client that was told nothing yet. */
  public static final Duration LAST_POLLS = Duration.ofSeconds(5);

  /**
   * How long after the client's DELETE a poll may arrive that was sent before it. The Java client
   * polls again while it reads that the server has closed, and reports 404 as an error.
   */
  static final Duration LATE_POLL = Duration.ofSeconds(1);

  /** What a clock can hold. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(365);

  private static final Framing UNFRAMED = message -> message;

  private final ConnectionLoop loop;
  private final HubOptions options;
  private final Runnable onGone;
  private final Set<PollExchange> inFlight = new LinkedHashSet<>();
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private @Nullable PostedMessages inlet;
  private @Nullable PollExchange waiting;
  private Runnable timer = () -> {};
  private Runnable handshakeTimer = () -> {};
  private long inFlightBytes;

  /** What waits for a poll: arrays that other connections of the loop may keep, too. */
  private final ArrayList<byte[]> written = new ArrayList<>(0);

  private int writtenBytes;
  private Phase phase = Phase.OPEN;

  private enum Phase {
    /** Written to, and polled. */
    OPEN,
    /** The server has closed it: polls get what is left, then 204. */
    CLOSED,
    /**
     * The same, and the client has sent DELETE: a poll may still arrive that was sent before it.
     */
    DELETED,
    /** No poll finds it any more. */
    GONE
  }

  /**
   * Begins a link.
   *
   * @param onGone called once, when no poll can find the link any more
   */
  public LongPollingConnection(ConnectionLoop loop, HubOptions options, Runnable onGone) {
    this.loop = loop;
    this.options = options;
    this.onGone = onGone;
  }

  /** Goes on with who is told about the link. Returns the way in. */
  public PostedMessages start(TransportReceiver told) {
    receiver = told;
    PostedMessages way = new PostedMessages(loop, told);
    inlet = way;
    if (phase != Phase.OPEN) {
      way.end();
    }
    waitForPoll();
    if (phase == Phase.OPEN) {
      handshakeTimer = after(options.pollHandshakeTimeout(), this::disappear);
    }
    return way;
  }

  // Polls.

  /** Takes the first poll: it is answered at once, so that the client knows that it may send. */
  void open(PollExchange first) {
    if (phase == Phase.GONE) {
      first.answerUnknown();
    } else {
      inFlight.add(first);
      first.answerNothing();
    }
  }

  /** Takes a poll. */
  void join(PollExchange poll) {
    assert loop.inLoop();
    if (phase == Phase.GONE) {
      poll.answerUnknown();
      return;
    }
    PollExchange before = waiting;
    waiting = poll;
    if (before != null) {
      inFlight.add(before);
      before.answerOver();
    }
    timer.run();
    timer = after(options.longPollTimeout(), this::pollTimesOut);
    deliver();
  }

  /** The client has taken the answer to a poll. */
  void answered(PollExchange poll) {
    forget(poll);
  }

  /** The client of a poll is gone. */
  void leave(PollExchange poll) {
    if (poll == waiting) {
      waiting = null;
      waitForPoll();
    } else {
      forget(poll);
    }
  }

  /** What the poll carried is pending no longer, whether it was taken or lost. */
  private void forget(PollExchange poll) {
    if (!inFlight.remove(poll)) {
      return;
    }
    inFlightBytes -= poll.carriedBytes();
    waitForPoll();
    if (phase != Phase.GONE) {
      receiver.writable();
    }
  }

  private void pollTimesOut() {
    PollExchange poll = waiting;
    if (poll != null) {
      end(poll).answerNothing();
    }
  }

  /** The poll waits no longer: its answer is on its way. */
  private PollExchange end(PollExchange poll) {
    waiting = null;
    inFlight.add(poll);
    return poll;
  }

  private void deliver() {
    PollExchange poll = waiting;
    if (poll == null) {
      return;
    }
    if (!written.isEmpty()) {
      byte[] messages = joined();
      forgetWritten();
      inFlightBytes += messages.length;
      end(poll).answerWith(messages);
      waitForPoll();
    } else if (phase != Phase.OPEN) {
      end(poll).answerOver();
      disappear();
    }
  }

  private byte[] joined() {
    if (written.size() == 1) {
      return written.get(0);
    }
    byte[] all = new byte[writtenBytes];
    int end = 0;
    for (byte[] messages : written) {
      System.arraycopy(messages, 0, all, end, messages.length);
      end += messages.length;
    }
    return all;
  }

  private void forgetWritten() {
    written.clear();
    written.trimToSize(); // It may have been long.
    writtenBytes = 0;
  }

  /** With no poll there, and none on its way back, the client has a time to come again. */
  private void waitForPoll() {
    if (waiting == null && phase != Phase.GONE) {
      timer.run();
      if (inFlight.isEmpty() || phase != Phase.OPEN) {
        timer = after(timeToPoll(), this::disappear);
      }
    }
  }

  private Duration timeToPoll() {
    return switch (phase) {
      case OPEN -> options.disconnectTimeout();
      case CLOSED -> LAST_POLLS;
      case DELETED, GONE -> LATE_POLL;
    };
  }

  private Runnable after(Duration time, Runnable task) {
    return loop.schedule(task, time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time);
  }

  /** The client has sent DELETE. */
  public void delete() {
    if (phase == Phase.OPEN) {
      disappear();
    } else if (phase == Phase.CLOSED) {
      phase = Phase.DELETED;
      waitForPoll();
    }
  }

  private void disappear() {
    if (phase == Phase.GONE) {
      return;
    }
    phase = Phase.GONE;
    timer.run();
    handshakeTimer.run();
    forgetWritten();
    if (waiting != null) {
      end(waiting).answerOver();
    }
    if (inlet != null) {
      inlet.end();
    }
    onGone.run();
    receiver.closed(ConnectionEnd.GRACEFUL, null);
  }

  // What hub-core asks for.

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return UNFRAMED;
  }

  /** Each poll is a sign of life in both directions. */
  @Override
  public boolean needsPings() {
    return false;
  }

  @Override
  public boolean hasSocket() {
    return !inFlight.isEmpty();
  }

  @Override
  public void write(OutboundBuffer buffer) {
    assert loop.inLoop();
    if (phase == Phase.OPEN) {
      handshakeTimer.run(); // The first that is written is the answer to the handshake.
      byte[] messages = buffer.copy();
      written.add(messages);
      writtenBytes += messages.length;
    }
  }

  @Override
  public void flush() {
    if (phase == Phase.OPEN) {
      deliver();
    }
  }

  @Override
  public long pendingBytes() {
    return writtenBytes + inFlightBytes;
  }

  @Override
  public void pauseReading() {
    if (inlet != null) {
      inlet.pause();
    }
  }

  @Override
  public void resumeReading() {
    if (inlet != null) {
      inlet.resume();
    }
  }

  @Override
  public void close(CloseStatus how) {
    assert loop.inLoop();
    if (phase != Phase.OPEN) {
      return;
    }
    phase = Phase.CLOSED;
    if (inlet != null) {
      inlet.end();
    }
    deliver();
    waitForPoll();
  }

  @Override
  public void abort() {
    assert loop.inLoop();
    Set<PollExchange> cut = new LinkedHashSet<>(inFlight);
    if (waiting != null) {
      cut.add(waiting);
      waiting = null;
    }
    disappear();
    cut.forEach(PollExchange::abort);
  }
}
