package dev.nave.backplane.redis.internal.lettuce;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.PubSubCommandHandler;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.util.AttributeKey;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gets at the Netty channels below Lettuce's connections: sets what Lettuce has no option for,
 * finds out which channel a connection has, and remembers why a channel broke.
 *
 * <p>Channels are closed with a reset (SO_LINGER of 0), so that a connection that is given up
 * throws away what its socket has not sent.
 */
public final class NettyChannelAccess implements NettyCustomizer {
  private static final AttributeKey<Throwable> CAUSE = AttributeKey.valueOf("nave.cause");
  private static final int LOW_WATER_BYTES = 512 * 1024;
  private static final int HIGH_WATER_BYTES = 1024 * 1024;

  private final NettyCustomizer next;
  private final int maxBulkBytes;

  /**
   * Creates a tap that lets another customizer have its turn, too.
   *
   * @param maxBulkBytes the longest string that connections take which subscribe
   */
  NettyChannelAccess(NettyCustomizer next, int maxBulkBytes) {
    this.next = next;
    this.maxBulkBytes = maxBulkBytes;
  }

  @Override
  public void afterBootstrapInitialized(Bootstrap bootstrap) {
    next.afterBootstrapInitialized(bootstrap);
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES));
    if (channel.config() instanceof SocketChannelConfig socket) {
      socket.setSoLinger(0);
    }
    channel.pipeline().addFirst(new CauseKeeper()).addLast(new Finder());
    ChannelHandlerContext reader = channel.pipeline().context(PubSubCommandHandler.class);
    if (reader != null) { // Behind TLS, if there is any.
      channel.pipeline().addBefore(reader.name(), null, new BulkBound(maxBulkBytes));
      channel.pipeline().addAfter(reader.name(), null, new ReadEnd());
    }
    next.afterChannelInitialized(channel);
  }

  /** Returns why a channel broke, as far as it is known. */
  public static @Nullable Throwable causeOf(Channel channel) {
    return channel.attr(CAUSE).get();
  }

  private static final class CauseKeeper extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.channel().attr(CAUSE).setIfAbsent(cause);
      context.fireExceptionCaught(cause);
    }
  }

  private static final class Finder extends ChannelDuplexHandler {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof FindChannel command) {
        command.written = context.channel();
      }
      super.write(context, message, promise);
    }
  }

  /** A PING that comes to know through which channel it goes. */
  static final class FindChannel extends Command<byte[], byte[], String> {
    private final CompletableFuture<Channel> found = new CompletableFuture<>();
    private volatile @Nullable Channel written;

    FindChannel() {
      super(CommandType.PING, new StatusOutput<>(ByteArrayCodec.INSTANCE));
    }

    CompletableFuture<Channel> found() {
      return found;
    }

    @Override
    public void complete() {
      super.complete();
      Channel channel = written;
      if (getOutput().hasError()) {
        found.completeExceptionally(new RedisCommandExecutionException(getOutput().getError()));
      } else if (channel == null) {
        found.completeExceptionally(
            new IllegalStateException("a Lettuce client that does not use the given resources"));
      } else {
        found.complete(channel);
      }
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      found.completeExceptionally(failure);
      return super.completeExceptionally(failure);
    }

    @Override
    public void cancel() {
      super.cancel();
      found.completeExceptionally(new CancellationException("the connection was closed"));
    }
  }
}
