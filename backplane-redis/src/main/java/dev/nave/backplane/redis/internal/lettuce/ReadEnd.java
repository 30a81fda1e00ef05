package dev.nave.backplane.redis.internal.lettuce;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Tells when Lettuce has passed on all that the socket had. Netty reads what is there before it
 * says so, up to sixteen buffers.
 *
 * <p><b>Threading.</b> The loop of the channel, but for {@link #tell}, which any thread may call.
 */
public final class ReadEnd extends ChannelInboundHandlerAdapter {
  private volatile Runnable action = () -> {};

  ReadEnd() {}

  /** Returns the handler of a connection that subscribes. */
  public static ReadEnd of(Channel channel) {
    ReadEnd handler = channel.pipeline().get(ReadEnd.class);
    if (handler == null) {
      throw new IllegalStateException("this version of Lettuce has no known handler of pub/sub");
    }
    return handler;
  }

  /** Has an action called at the end of each read from now on. */
  public void tell(Runnable value) {
    action = value;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    action.run();
    context.fireChannelReadComplete();
  }
}
