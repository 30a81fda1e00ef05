package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One client: counts what comes in and checks that nothing is missing, doubled or out of order.
 * Loop only.
 */
final class LoadConnection extends HubSocket {
  private static final byte INVOCATION = '1';
  private static final byte COMPLETION = '3';

  private final Session session;
  private final Tally tally;
  private final SendTimes times;
  private final @Nullable Caller caller;
  private final byte wantedType;
  private final int fromTextToEnd;
  private long nextNumber;

  /**
   * Creates a client that has not connected yet.
   *
   * @param url the hub
   * @param times when the calls were sent whose answers come in here
   * @param caller makes the calls; null for one that only listens
   */
  LoadConnection(Session session, URI url, Tally tally, SendTimes times, @Nullable Caller caller) {
    super(url);
    this.session = session;
    this.tally = tally;
    this.times = times;
    this.caller = caller;
    boolean answered = session.plan().scenario().isAnswered();
    wantedType = answered ? COMPLETION : INVOCATION;
    fromTextToEnd = CallFrame.TEXT_LENGTH + (answered ? "\"}" : "\"]}").length();
  }

  /** Begins to call, if this client calls at all. Any thread, once all are open. */
  void begin() {
    if (caller != null) {
      context().executor().execute(() -> caller.callDue(context()));
    }
  }

  @Override
  protected boolean wantsCompression() {
    return session.plan().scenario().isDeflated();
  }

  @Override
  protected void frame(long bytes) {
    tally.bytes(bytes);
  }

  @Override
  protected void opened() {
    session.opened();
  }

  @Override
  protected void message(byte type, ByteBuf in, int from, int to) {
    if (type == wantedType && to - from >= fromTextToEnd) {
      answer(CallFrame.numberAt(in, to - fromTextToEnd));
    } else {
      broken("expected another message but got " + in.toString(from, to - from, US_ASCII));
    }
  }

  private void answer(long number) {
    if (number != nextNumber) {
      broken("expected message " + nextNumber + " but " + number + " came");
    }
    nextNumber = number + 1;
    tally.received();
    tally.latency(now() - times.of(number));
    if (caller != null) {
      caller.answered();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (caller != null && nextNumber > 0 && !session.isStopped()) {
      caller.callDue(ctx);
    }
    super.channelReadComplete(ctx);
  }

  @Override
  protected void broken(String why) {
    session.broken(why);
  }
}
