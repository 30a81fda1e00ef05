package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of calls of one connection outstanding: the next one goes out when an answer came
 * in, and those of one turn of the event loop go out in one write. Loop only.
 */
final class Caller {
  private final Template call;
  private final SendTimes times;
  private final Tally tally;
  private @Nullable CallFrame frame;
  private int due;
  private long nextNumber;

  /**
   * Creates a caller that has not called yet.
   *
   * @param outstanding the calls under way at a time
   * @param times where it is noted when each call was sent
   */
  Caller(Template call, int outstanding, SendTimes times, Tally tally) {
    this.call = call;
    this.times = times;
    this.tally = tally;
    due = outstanding;
  }

  /** Says that one call has been answered, so that another one is due. */
  void answered() {
    due++;
  }

  /** Sends the calls that are due. */
  void callDue(HubLink link) {
    if (due == 0) {
      return;
    }
    CallFrame own = frame == null ? link.frameOf(call) : frame;
    frame = own;
    ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(due * own.length());
    long now = System.nanoTime();
    for (; due > 0; due--) {
      times.sent(nextNumber, now);
      own.writeTo(out, nextNumber++);
      tally.sent();
    }
    link.send(out);
  }
}
