package dev.nave.benchmarks.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Writing without asking how it went: a broken connection is noticed where it is read. */
public final class Writing {
  private Writing() {}

  /** Writes and flushes {@code bytes}, and releases them. */
  public static void writeAndFlush(ChannelHandlerContext ctx, ByteBuf bytes) {
    var unused = ctx.writeAndFlush(bytes, ctx.voidPromise());
  }

  /** Writes {@code bytes}, which wait for a flush, and releases them. */
  public static void write(ChannelHandlerContext ctx, ByteBuf bytes) {
    var unused = ctx.write(bytes, ctx.voidPromise());
  }

  /** Closes the connection. */
  public static void close(ChannelHandlerContext ctx) {
    var unused = ctx.close();
  }
}
