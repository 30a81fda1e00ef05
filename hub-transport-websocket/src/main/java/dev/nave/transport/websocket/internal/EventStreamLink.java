package dev.nave.transport.websocket.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EventStreamFraming;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.transport.websocket.internal.NettyLoop.SharedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event stream: the response to a GET that never ends of its own. The last and, without TLS,
 * the only handler of its channel. Loop only.
 *
 * <p>Each write is a chunk of the body; to an HTTP/1.0 client, which knows no chunks, the plain
 * bytes, and the end of the stream is that of the connection. What the client sends behind its
 * request is thrown away: nothing can follow an endless response.
 *
 * <p>{@link #pendingBytes} and {@link TransportReceiver#writable} are as with {@link
 * WebSocketLink}.
 */
// Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class EventStreamLink extends ChannelInboundHandlerAdapter implements TransportConnection {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreamLink.class);
  private static final byte[] CHUNK_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

  private final Channel channel;
  private final ConnectionLoop loop;
  private final boolean chunked;
  private final Duration closeTimeout;
  private final DrainSignal drain;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private @Nullable Runnable closeTimer;
  private boolean endedByServer;
  private boolean ended;
  private @Nullable Throwable cause;

  EventStreamLink(Channel channel, ConnectionLoop loop, boolean chunked, Duration closeTimeout) {
    this.channel = channel;
    this.loop = loop;
    this.chunked = chunked;
    this.closeTimeout = closeTimeout;
    this.drain = new DrainSignal(channel, this::writable);
  }

  /** Writes the first bytes of the body, and gives the link to who waits for it. Called once. */
  void begin(byte[] first, Attachable connection) {
    write(Unpooled.wrappedBuffer(first));
    try {
      receiver = connection.attach(this);
      channel.flush();
    } catch (RuntimeException | Error e) {
      LOG.error("{}: cannot attach an event stream to its connection", channel.remoteAddress(), e);
      abort();
    }
  }

  // What hub-core asks for.

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return EventStreamFraming.INSTANCE;
  }

  @Override
  public void write(OutboundBuffer buffer) {
    assert loop.inLoop();
    if (isOpen()) {
      write(((SharedBuffer) buffer).view());
    }
  }

  private void write(ByteBuf bytes) {
    if (!chunked) {
      channel.write(bytes, channel.voidPromise());
      return;
    }
    String head = Integer.toHexString(bytes.readableBytes()) + "\r\n";
    byte[] length = head.getBytes(StandardCharsets.US_ASCII);
    channel.write(Unpooled.wrappedBuffer(length), channel.voidPromise());
    channel.write(bytes, channel.voidPromise());
    channel.write(Unpooled.wrappedBuffer(CHUNK_END), channel.voidPromise());
  }

  @Override
  public void flush() {
    assert loop.inLoop();
    if (isOpen()) {
      channel.flush();
      drain.await();
    }
  }

  @Override
  public long pendingBytes() {
    return drain.pendingBytes();
  }

  /** Nothing is received here, so there is nothing to pause. */
  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  @Override
  public void close(CloseStatus how) {
    assert loop.inLoop();
    if (isOpen()) {
      endedByServer = true;
      closeTimer = loop.schedule(() -> Sockets.reset(channel), closeTimeout);
      ByteBuf end = chunked ? Unpooled.wrappedBuffer(LAST_CHUNK) : Unpooled.EMPTY_BUFFER;
      channel
          .writeAndFlush(end)
          .addListener(
              taken -> {
                if (taken.isSuccess()) {
                  Sockets.closeGently(channel, closeTimeout);
                } else {
                  channel.close();
                }
              });
    }
  }

  @Override
  public void abort() {
    assert loop.inLoop();
    if (!ended) {
      endedByServer = true;
      Sockets.reset(channel);
    }
  }

  // What comes from the client, and what becomes of the channel.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (closeTimer != null) {
      closeTimer.run();
    }
    if (!ended) {
      ended = true;
      receiver.closed(endedByServer ? ConnectionEnd.GRACEFUL : ConnectionEnd.CUT, cause);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == StopSignal.INSTANCE) {
      if (isOpen() && chunked) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(LAST_CHUNK));
      }
      endedByServer = true;
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
    if (cause == null) {
      cause = e;
      if (e instanceof IOException || e instanceof CodecException) {
        // The kind alone: what TLS says about a fault can hold what the client sent.
        LOG.debug("{}: the event stream failed: {}", channel.remoteAddress(), e.getClass());
      } else {
        endedByServer = true;
        LOG.error("{}: an event stream is cut because of an error", channel.remoteAddress(), e);
      }
    }
    Sockets.reset(channel);
  }

  private boolean isOpen() {
    return !endedByServer && !ended;
  }

  private void writable() {
    if (isOpen()) {
      receiver.writable();
      drain.await();
    }
  }
}
