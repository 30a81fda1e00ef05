package dev.nave.transport.websocket.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;

/**
 * Says when the socket has taken what a flush left behind. Costs nothing while a flush leaves
 * nothing. Loop only.
 */
final class DrainSignal {
  private final Channel channel;
  private final Runnable drained;
  private boolean awaited;

  DrainSignal(Channel channel, Runnable drained) {
    this.channel = channel;
    this.drained = drained;
  }

  /** Returns what is written and not taken: the bytes, and 96 for each write. */
  long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }

  /**
   * Calls back once everything written so far has been taken, in a task of its own; not if nothing
   * is pending, if it is awaited already, or if the channel ends before.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // It is the promise.
  void await() {
    if (awaited || pendingBytes() == 0) {
      return;
    }
    awaited = true;
    // Nothing, written behind all the rest: its promise says that the rest has been taken.
    ChannelHandlerContext socket = Sockets.socketSide(channel);
    ChannelPromise taken = socket.newPromise();
    taken.addListener(this::completed);
    socket.writeAndFlush(Unpooled.EMPTY_BUFFER, taken);
  }

  private void completed(Future<?> taken) {
    if (taken.isSuccess()) {
      // Later: this may be in the middle of a flush, and the count is behind.
      channel.eventLoop().execute(this::callBack);
    }
  }

  private void callBack() {
    awaited = false;
    drained.run();
  }
}
