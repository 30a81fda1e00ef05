package dev.nave.transport.websocket.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Reads slowly from a client whose bytes are of no more use but for the end of its side: for one
 * that sends on at full speed the loop would only throw bytes away, for as long as the end of the
 * connection may take. Loop only.
 */
// Netty's futures are ignored on purpose: the pause ends with the channel at the latest.
@SuppressWarnings("FutureReturnValueIgnored")
final class PacedReading extends ChannelInboundHandlerAdapter {
  /** What is read at full speed, and then between two pauses. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int PAUSE_MILLIS = 100;

  private int bytes;

  private PacedReading() {}

  /** Begins, before all other handlers of a channel, if that was not done. */
  static void begin(Channel channel) {
    if (channel.pipeline().get(PacedReading.class) == null) {
      channel.pipeline().addFirst(new PacedReading());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    bytes += ((ByteBuf) message).readableBytes();
    if (bytes >= MAX_BYTES) {
      bytes = 0;
      pause(ctx.channel());
    }
    ctx.fireChannelRead(message);
  }

  private static void pause(Channel channel) {
    channel.config().setAutoRead(false);
    channel
        .eventLoop()
        .schedule(() -> channel.config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
