package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.CodecException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What WebSockets and event streams have in common: the connection is the last and, without TLS,
 * the only handler of its channel. Loop only.
 *
 * <p><b>Writable.</b> When a flush leaves bytes behind, {@link TransportReceiver#writable} is
 * called once all of them have been taken, in a task of its own; if others are left by then, again
 * for those. {@link #pendingBytes} counts what Netty holds: the bytes, and 96 for each write.
 *
 * <p><b>End.</b> The phases are those of {@link Phase}, in that order. Once the server has written
 * its end, the client has the close time-out to take it and to close; then the socket is reset.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
abstract class NettyConnection extends ChannelInboundHandlerAdapter implements TransportConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** The WebSocket close code of a server that stops. Source: RFC 6455, section 7.4.1. */
  private static final int GOING_AWAY = 1001;

  /** How far a connection is. It never goes back. */
  private enum Phase {
    /** Data goes both ways. */
    OPEN,
    /** The server has written its end or cut the socket; nothing is written any more. */
    CLOSING,
    /** {@link TransportReceiver#closed} was called. */
    ENDED
  }

  final Channel channel;
  private final NettyLoop loop;
  private final Duration closeTimeout;
  private final String kind;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private boolean drainAwaited;

  // The end.
  private Phase phase = Phase.OPEN;
  private boolean endedByServer;
  private @Nullable Runnable closeTimer;
  private @Nullable Throwable cause;

  /**
   * Makes a connection of a channel.
   *
   * @param kind names it in the log, for example {@code "a WebSocket"}
   */
  NettyConnection(Channel channel, NettyLoop loop, Duration closeTimeout, String kind) {
    this.channel = channel;
    this.loop = loop;
    this.closeTimeout = closeTimeout;
    this.kind = kind;
  }

  /** Hands itself to the hub's connection. Called once, before any byte is read. */
  final void attachTo(Attachable connection) {
    try {
      receiver = connection.attach(this);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: cannot attach {} to its connection", channel.remoteAddress(), kind, e);
      endedByServer = true;
      fail(e);
    }
  }

  // What differs.

  /** Writes and flushes what tells the client that the server ends the connection. */
  abstract void writeEnd(int webSocketCode);

  /** Ends an open connection because of an error of the server. */
  abstract void fail(Throwable e);

  /** Called once, before {@link TransportReceiver#closed}. */
  void beforeEnd() {}

  // What hub-core calls.

  @Override
  public final NettyLoop loop() {
    return loop;
  }

  @Override
  public final void flush() {
    assert loop.inLoop();
    if (isOpen()) {
      channel.flush();
      awaitDrain();
    }
  }

  @Override
  public final long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  @Override
  public void close(CloseStatus how) {
    assert loop.inLoop();
    if (isOpen()) {
      endedByServer = true;
      writeEnd(how.webSocketCode());
    }
  }

  @Override
  public final void abort() {
    assert loop.inLoop();
    if (phase != Phase.ENDED) {
      phase = Phase.CLOSING;
      endedByServer = true;
      Sockets.reset(channel);
    }
  }

  // What becomes of the channel.

  @Override
  public final void channelInactive(ChannelHandlerContext ctx) {
    if (closeTimer != null) {
      closeTimer.run();
    }
    end(endedByServer ? ConnectionEnd.GRACEFUL : ConnectionEnd.CUT, cause);
  }

  @Override
  public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == StopSignal.INSTANCE) {
      endedByServer = true;
      if (isOpen()) {
        writeEnd(GOING_AWAY);
      }
      Sockets.closeWhenSent(channel, closeTimeout);
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
    boolean byClient = e instanceof IOException || e instanceof CodecException;
    if (cause == null) {
      cause = e;
      if (byClient) {
        // The kind alone: what TLS says about a fault can hold what the client sent.
        LOG.debug("{}: {} failed: {}", channel.remoteAddress(), kind, e.getClass());
      } else {
        LOG.error("{}: {} is closed because of an error", channel.remoteAddress(), kind, e);
      }
    }
    if (byClient || !isOpen()) {
      Sockets.reset(channel);
    } else {
      endedByServer = true;
      fail(e);
    }
  }

  // For the subclasses.

  final Duration closeTimeout() {
    return closeTimeout;
  }

  /** Returns whether data goes both ways. */
  final boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Returns who is called about what the client sends. */
  final TransportReceiver receiver() {
    return receiver;
  }

  /** The server's end is being written: the client's time to take it begins. */
  final void closing() {
    phase = Phase.CLOSING;
    PacedReading.begin(channel);
    closeTimer = loop.schedule(() -> Sockets.reset(channel), closeTimeout);
  }

  /** Ends the sending side of the socket and leaves the client the close time-out to do so, too. */
  final void closeGently() {
    Sockets.closeGently(channel, closeTimeout);
  }

  /** Reports the end of the connection, unless that was done. */
  final void end(ConnectionEnd how, @Nullable Throwable because) {
    if (phase != Phase.ENDED) {
      beforeEnd();
      phase = Phase.ENDED;
      receiver.closed(how, because);
    }
  }

  // What a flush left behind. Costs nothing while a flush leaves nothing.

  /** Sees to it that {@link #drained} is called; not twice, and not if the channel ends before. */
  private void awaitDrain() {
    if (drainAwaited || pendingBytes() == 0) {
      return;
    }
    drainAwaited = true;
    Sockets.afterWrites(channel, this::drained);
  }

  private void drained(Future<?> taken) {
    if (taken.isSuccess()) {
      // Later: this may be in the middle of a flush, and the count is behind.
      channel.eventLoop().execute(this::writable);
    }
  }

  private void writable() {
    drainAwaited = false;
    if (isOpen()) {
      receiver.writable();
      awaitDrain();
    }
  }
}
