package dev.nave.benchmarks.load;

import dev.nave.benchmarks.net.Writing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Keeps a number of calls of one connection outstanding: the next one goes out when an answer came
 * in, and those of one turn of the event loop go out in one write. Loop only.
 */
final class Caller {
  private static final int FRAME_CAPACITY = 256;

  private final CallFrame frame;
  private final SendTimes times;
  private final Tally tally;
  private int due;
  private long nextNumber;

  /**
   * Creates a caller that has not called yet.
   *
   * @param outstanding the calls under way at a time
   * @param times where it is noted when each call was sent
   */
  Caller(CallFrame frame, int outstanding, SendTimes times, Tally tally) {
    this.frame = frame;
    this.times = times;
    this.tally = tally;
    due = outstanding;
  }

  /** Says that one call has been answered, so that another one is due. */
  void answered() {
    due++;
  }

  /** Sends the calls that are due. */
  void callDue(ChannelHandlerContext ctx) {
    if (due == 0) {
      return;
    }
    ByteBuf out = ctx.alloc().directBuffer(due * FRAME_CAPACITY);
    long now = System.nanoTime();
    for (; due > 0; due--) {
      times.sent(nextNumber, now);
      frame.writeTo(out, nextNumber++);
      tally.sent();
    }
    Writing.writeAndFlush(ctx, out);
  }
}
