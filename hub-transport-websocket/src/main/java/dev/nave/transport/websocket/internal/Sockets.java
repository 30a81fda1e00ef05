package dev.nave.transport.websocket.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ways to end a channel. Loop only. */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class Sockets {
  private Sockets() {}

  /** Closes at once and throws away what the socket has not sent: the client sees a reset. */
  static void reset(Channel channel) {
    if (channel.isActive()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      socketSide(channel).close();
    }
  }

  /** Closes once the socket has taken what was written, for which it has so much time. */
  static void closeWhenSent(Channel channel, Duration time) {
    resetAfter(channel, time);
    afterWrites(channel, sent -> channel.close());
  }

  /** Calls a listener once the socket has taken what was written, or cannot. */
  static void afterWrites(Channel channel, ChannelFutureListener listener) {
    // Nothing, written behind all the rest: its promise says that the rest has been taken.
    socketSide(channel).writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(listener);
  }

  /**
   * Tells the client that nothing more comes, and leaves it {@code time} to close in its turn: a
   * socket that is closed while bytes arrive sends a reset, which can destroy what it sent last.
   * The channel's handlers must throw away what they read.
   */
  static void closeGently(Channel channel, Duration time) {
    if (channel.pipeline().get(SslHandler.class) != null
        || !(channel instanceof DuplexChannel duplex)) {
      channel.close();
      return;
    }
    duplex.shutdownOutput();
    PacedReading.begin(channel);
    channel.config().setAutoRead(true);
    resetAfter(channel, time);
  }

  private static void resetAfter(Channel channel, Duration time) {
    Future<?> reset =
        channel.eventLoop().schedule(() -> reset(channel), time.toNanos(), TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(closed -> reset.cancel(false));
  }

  /** Returns the context before which there is only the socket, not even TLS. */
  static ChannelHandlerContext socketSide(Channel channel) {
    return channel.pipeline().firstContext();
  }
}
