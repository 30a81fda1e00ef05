package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One client: counts what comes in and checks that nothing is missing, doubled or out of order,
 * whatever carries it. Loop only.
 */
final class LoadConnection {
  private final Session session;
  private final Tally tally;
  private final Dialect dialect;
  private final String group;
  private final SendTimes times;
  private final @Nullable Caller caller;
  private final byte countedType;
  private volatile @Nullable HubLink link;
  private long connectedFrom;
  private long nextNumber;
  private boolean calling;

  /**
   * Creates a client that has not connected yet.
   *
   * @param group its group, for the scenario that has some
   * @param times when the calls were sent whose answers come in here
   * @param caller makes the calls; null for one that only listens
   */
  LoadConnection(
      Session session, Tally tally, String group, SendTimes times, @Nullable Caller caller) {
    this.session = session;
    this.tally = tally;
    this.group = group;
    this.times = times;
    this.caller = caller;
    dialect = session.plan().wire().dialect();
    countedType = scenario().countedType();
  }

  Scenario scenario() {
    return session.plan().scenario();
  }

  /** Returns the call that is made to be sure that the hub knows the client; null if none is. */
  @Nullable Template firstCall() {
    HubCall first = scenario().firstCall(group);
    return first == null ? null : dialect.call(first);
  }

  /** Says that the client begins to connect; before it is given to its loop. */
  void connecting() {
    connectedFrom = System.nanoTime();
  }

  /** Says that the hub has answered. */
  void opened(HubLink newLink) {
    link = newLink;
    if (scenario().isOnlyConnecting()) {
      tally.sent();
      tally.received();
      tally.latency(System.nanoTime() - connectedFrom);
    }
    session.opened();
  }

  /** Begins to call, if this client calls at all. Any thread, once all are open. */
  void begin() {
    HubLink own = link;
    if (caller != null && own != null) {
      own.loop()
          .execute(
              () -> {
                calling = true;
                caller.callDue(own);
              });
    }
  }

  /** Says that bytes have come: of frames, or of the bodies of answers. */
  void frame(long bytes) {
    tally.bytes(bytes);
  }

  /**
   * Says that a message has come that is no sign of life.
   *
   * @param now when its bytes came
   */
  void message(HubLink from, byte type, ByteBuf in, int start, int end, long now) {
    long number = type == countedType ? dialect.number(type, in, start, end) : -1;
    if (number >= 0) {
      received(number, now);
    } else if (type == Dialect.COMPLETION && countedType == Dialect.STREAM_ITEM) {
      answered();
    } else if (type == Dialect.INVOCATION && scenario() == Scenario.CLIENT_RESULTS) {
      from.send(from.frameOf(dialect.resultOf(in, start, end)).toBytes());
    } else {
      broken("expected another message but got " + in.toString(start, end - start, US_ASCII));
    }
  }

  private void received(long number, long now) {
    if (scenario().isOrdered() && number != nextNumber) {
      broken("expected message " + nextNumber + " but " + number + " came");
    }
    nextNumber = number + 1;
    tally.received();
    tally.latency(now - times.of(number));
    if (countedType != Dialect.STREAM_ITEM) {
      answered();
    }
  }

  private void answered() {
    if (caller != null) {
      caller.answered();
    }
  }

  /** Says that the messages that came at once have been told. */
  void turnEnded(HubLink own) {
    if (caller != null && calling && !session.isStopped()) {
      caller.callDue(own);
    }
  }

  /** Says that the connection is of no use any more; may be said twice. */
  void broken(String why) {
    session.broken(why);
  }
}
