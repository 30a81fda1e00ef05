package dev.nave.transport.websocket.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.transport.websocket.internal.NettyLoop.SharedBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket. Loop only.
 *
 * <p>It ends ({@link TransportReceiver#closed}) with the client's close frame, with an invalid
 * frame, or with the socket. The socket is closed once the close frames are out. As with the
 * reference server, a client's close frame is answered with 1000 whatever its code.
 *
 * <p>With compression a few bytes may be much to do: then so much is inflated in a turn, and
 * nothing while reading is paused. What one read has brought besides is kept.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyWebSocketConnection extends NettyConnection implements FrameReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);
  private static final int NORMAL = 1000;
  private static final int MOST_INFLATED_IN_A_TURN = 64 * 1024;

  private final FrameReader frames;
  private final @Nullable Compression compression;

  /** Null before the first ping. */
  private @Nullable Pongs pongs;

  /** Null before the first pause. */
  private @Nullable ReadingPause pause;

  private @Nullable ByteBuf kept;
  private int receivedInTurn;
  private boolean unannounced;
  private boolean pongsToFlush;
  private @Nullable ChannelFuture closeFrame;

  /**
   * Makes a WebSocket of a channel.
   *
   * @param compression null if it was not agreed on
   */
  NettyWebSocketConnection(
      Channel channel, NettyLoop loop, Duration closeTimeout, @Nullable Compression compression) {
    super(channel, loop, closeTimeout, "a WebSocket");
    this.compression = compression;
    this.frames = new FrameReader(this, compression == null ? null : compression.inflater());
  }

  // What hub-core calls.

  @Override
  public Framing framing(TransferFormat format) {
    return compression == null ? WebSocketFraming.of(format) : compression.framing(format);
  }

  /** What is sent again may go to a link of the same client that has not agreed to compression. */
  @Override
  public Framing lastingFraming(TransferFormat format) {
    return WebSocketFraming.of(format);
  }

  @Override
  public void write(OutboundBuffer buffer) {
    assert loop().inLoop();
    if (isOpen()) {
      channel.write(((SharedBuffer) buffer).view(), channel.voidPromise());
    }
  }

  @Override
  public void pauseReading() {
    if (isOpen()) {
      pause().begin();
    }
  }

  private ReadingPause pause() {
    ReadingPause made = pause;
    if (made == null) {
      made = new ReadingPause(channel, loop(), closeTimeout());
      pause = made;
    }
    return made;
  }

  private boolean isPaused() {
    return pause != null && pause.isOn();
  }

  @Override
  public void resumeReading() {
    if (isOpen()) {
      goOnReading();
    }
  }

  private void goOnReading() {
    pause().end();
    if (kept != null) {
      channel.config().setAutoRead(false);
      loop().later(this::readKept);
    }
  }

  @Override
  public void close(CloseStatus how) {
    boolean open = isOpen();
    super.close(how);
    if (open) {
      // The client's close frame must be read, paused or not.
      goOnReading();
    }
  }

  // What comes from the client.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (pause == null) {
      take(bytes);
      return;
    }
    switch (pause.read(bytes.readableBytes())) {
      case TAKEN -> take(bytes);
      case CLOSED -> {
        bytes.release();
        channel.close();
      }
      case RESET -> {
        bytes.release();
        exceptionCaught(ctx, new IOException("reset while it was not read"));
      }
    }
  }

  private void take(ByteBuf bytes) {
    if (kept == null) {
      receivedInTurn = 0;
      read(bytes);
    } else {
      kept = Unpooled.wrappedBuffer(kept, bytes);
    }
  }

  private void read(ByteBuf bytes) {
    boolean more = false;
    try {
      more = frames.read(bytes);
    } catch (FrameException e) {
      LOG.debug("{}: {}", channel.remoteAddress(), e.getMessage());
      finish(e.closeCode(), e);
    } finally {
      if (!more) {
        bytes.release();
      }
    }
    if (more) {
      kept = bytes;
      channel.config().setAutoRead(false);
      if (!isPaused()) {
        loop().later(this::readKept);
      }
    }
  }

  /** When the other connections of the loop have had their turn. */
  private void readKept() {
    ByteBuf bytes = kept;
    if (bytes == null || isPaused()) {
      return;
    }
    kept = null;
    receivedInTurn = 0;
    read(bytes);
    channelReadComplete();
    if (kept == null && !isPaused()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public boolean isHolding() {
    return isPaused() || receivedInTurn >= MOST_INFLATED_IN_A_TURN;
  }

  @Override
  public boolean wantsPayload() {
    return isOpen();
  }

  @Override
  public void payload(byte[] bytes) {
    if (isOpen()) {
      unannounced = true;
      receivedInTurn += bytes.length;
      receiver().received(bytes);
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (isOpen()) {
      if (pongs == null) {
        pongs = new Pongs(channel);
      }
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
    channelReadComplete();
  }

  private void channelReadComplete() {
    if (pongsToFlush) {
      pongsToFlush = false;
      channel.flush();
    }
    announce();
  }

  private void announce() {
    if (unannounced) {
      unannounced = false;
      receiver().receivedAll();
    }
  }

  // The end.

  @Override
  void writeEnd(int webSocketCode) {
    writeCloseFrame(webSocketCode);
  }

  @Override
  void fail(Throwable e) {
    finish(CloseStatus.ERROR.webSocketCode(), e);
  }

  @Override
  void beforeEnd() {
    announce();
    frames.stop();
    if (kept != null) {
      kept.release();
      kept = null;
    }
  }

  private ChannelFuture writeCloseFrame(int code) {
    if (pongs != null) {
      pongs.end();
    }
    byte[] payload = {(byte) (code >>> Byte.SIZE), (byte) code};
    ChannelFuture written =
        channel.writeAndFlush(
            Unpooled.wrappedBuffer(WebSocketFraming.frame(Opcode.CLOSE, payload)));
    closeFrame = written;
    closing();
    return written;
  }

  /** Both sides have ended: only the close frame has to go out before the socket closes. */
  private void finish(int code, @Nullable Throwable because) {
    ChannelFuture written = closeFrame == null ? writeCloseFrame(code) : closeFrame;
    boolean clean = because == null;
    written.addListener(
        done -> {
          if (clean || !done.isSuccess()) {
            channel.close();
          } else {
            closeGently();
          }
        });
    end(ConnectionEnd.GRACEFUL, because);
  }
}
