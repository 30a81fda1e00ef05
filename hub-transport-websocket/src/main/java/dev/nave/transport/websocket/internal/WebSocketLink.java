package dev.nave.transport.websocket.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.transport.websocket.internal.NettyLoop.SharedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket: the last and, without TLS, the only handler of its channel. Loop only.
 *
 * <p><b>Writable.</b> When a flush leaves bytes behind, {@link TransportReceiver#writable} is
 * called once all of them have been taken, in a task of its own; if others are left by then, again
 * for those. {@link #pendingBytes} counts what Netty holds: the bytes, and 96 for each write.
 *
 * <p><b>End.</b> The link ends ({@link TransportReceiver#closed}) with the client's close frame,
 * with a frame that is none, or with the socket. The socket is closed once the close frames are
 * out, or reset when the close time-out has passed. As with the reference server, a client's close
 * frame is answered with 1000 whatever it said.
 */
// Netty's futures are ignored on purpose: what fails closes the channel, which is heard of.
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketLink extends ChannelInboundHandlerAdapter
    implements TransportConnection, FrameReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketLink.class);
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;

  private final Channel channel;
  private final ConnectionLoop loop;
  private final Duration closeTimeout;
  private final FrameReader frames = new FrameReader(this);
  private final PongWriter pongs;
  private final DrainSignal drain;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;

  // Reading.
  private boolean unannounced;
  private boolean pongsToFlush;

  // The end.
  private @Nullable ChannelFuture closeFrame;
  private @Nullable Runnable closeTimer;
  private boolean endedByServer;
  private boolean ended;
  private @Nullable Throwable cause;

  WebSocketLink(Channel channel, ConnectionLoop loop, Duration closeTimeout) {
    this.channel = channel;
    this.loop = loop;
    this.closeTimeout = closeTimeout;
    this.pongs = new PongWriter(channel);
    this.drain = new DrainSignal(channel, this::writable);
  }

  /** Gives the link to who waits for it. Called once, before any byte is read. */
  void attachTo(Attachable connection) {
    try {
      receiver = connection.attach(this);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: cannot attach a WebSocket to its connection", channel.remoteAddress(), e);
      endedByServer = true;
      finish(CloseStatus.ERROR.webSocketCode(), e);
    }
  }

  // What hub-core asks for.

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return WebSocketFraming.of(format);
  }

  @Override
  public void write(OutboundBuffer buffer) {
    assert loop.inLoop();
    if (isOpen()) {
      channel.write(((SharedBuffer) buffer).view(), channel.voidPromise());
    }
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

  @Override
  public void pauseReading() {
    if (isOpen()) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void resumeReading() {
    if (isOpen()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void close(CloseStatus how) {
    assert loop.inLoop();
    if (isOpen()) {
      endedByServer = true;
      writeCloseFrame(how.webSocketCode());
      // The client's close frame must be read, paused or not.
      channel.config().setAutoRead(true);
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

  // What comes from the client.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      frames.read(bytes);
    } catch (FrameException e) {
      LOG.debug("{}: {}", channel.remoteAddress(), e.getMessage());
      finish(e.closeCode(), e);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void payload(byte[] bytes) {
    if (isOpen()) {
      unannounced = true;
      receiver.received(bytes);
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (isOpen()) {
      pongs.answer(payload);
      pongsToFlush = true;
    }
  }

  @Override
  public void closed() {
    finish(NORMAL, null);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (pongsToFlush) {
      pongsToFlush = false;
      channel.flush();
    }
    announce();
  }

  // What becomes of the channel.

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(endedByServer ? ConnectionEnd.GRACEFUL : ConnectionEnd.CUT, cause);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == StopSignal.INSTANCE) {
      endedByServer = true;
      if (isOpen()) {
        writeCloseFrame(GOING_AWAY);
      }
      channel.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
    boolean byClient = e instanceof IOException || e instanceof CodecException;
    if (cause == null) {
      cause = e;
      if (byClient) {
        // The kind alone: what TLS says about a fault can hold what the client sent.
        LOG.debug("{}: the WebSocket failed: {}", channel.remoteAddress(), e.getClass());
      } else {
        LOG.error("{}: a WebSocket is closed because of an error", channel.remoteAddress(), e);
      }
    }
    if (byClient || closeFrame != null) {
      Sockets.reset(channel);
    } else {
      endedByServer = true;
      finish(CloseStatus.ERROR.webSocketCode(), e);
    }
  }

  /** Whether data goes both ways: neither side has said that it closes. */
  private boolean isOpen() {
    return closeFrame == null && !ended;
  }

  private void announce() {
    if (unannounced) {
      unannounced = false;
      receiver.receivedAll();
    }
  }

  private void writable() {
    if (isOpen()) {
      receiver.writable();
      drain.await();
    }
  }

  private ChannelFuture writeCloseFrame(int code) {
    pongs.end();
    byte[] payload = {(byte) (code >>> Byte.SIZE), (byte) code};
    ChannelFuture written =
        channel.writeAndFlush(
            Unpooled.wrappedBuffer(WebSocketFraming.frame(Opcode.CLOSE, payload)));
    closeFrame = written;
    closeTimer = loop.schedule(() -> Sockets.reset(channel), closeTimeout);
    return written;
  }

  /**
   * The link is over for both sides: only the close frame has to go out before the socket closes.
   */
  private void finish(int code, @Nullable Throwable because) {
    ChannelFuture written = closeFrame == null ? writeCloseFrame(code) : closeFrame;
    boolean clean = because == null;
    written.addListener(
        done -> {
          if (clean || !done.isSuccess()) {
            channel.close();
          } else {
            Sockets.closeGently(channel, closeTimeout);
          }
        });
    end(ConnectionEnd.GRACEFUL, because);
  }

  private void end(ConnectionEnd how, @Nullable Throwable because) {
    if (!channel.isActive() && closeTimer != null) {
      closeTimer.run();
    }
    if (!ended) {
      announce();
      ended = true;
      frames.stop();
      receiver.closed(how, because);
    }
  }
}
