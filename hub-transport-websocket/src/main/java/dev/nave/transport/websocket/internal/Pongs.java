package dev.nave.transport.websocket.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers pings, in memory that does not grow: while a few pongs have not been taken by the socket,
 * only the newest ping is kept. Source: RFC 6455, section 5.5.3, which allows this. Loop only.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class Pongs {
  private static final int MOST_IN_FLIGHT = 16;

  private final Channel channel;
  private int inFlight;
  private byte @Nullable [] newest;
  private boolean ended;

  Pongs(Channel channel) {
    this.channel = channel;
  }

  /** Writes the pong, without a flush, or keeps the ping until there is room. */
  void answer(byte[] ping) {
    if (inFlight < MOST_IN_FLIGHT) {
      write(ping);
    } else {
      newest = ping;
    }
  }

  /** Answers nothing any more. */
  void end() {
    ended = true;
    newest = null;
  }

  private void write(byte[] ping) {
    inFlight++;
    ChannelFuture written =
        channel.write(Unpooled.wrappedBuffer(WebSocketFraming.frame(Opcode.PONG, ping)));
    written.addListener(
        taken -> {
          inFlight--;
          if (taken.isSuccess() && newest != null) {
            // Later: this may be in the middle of a flush.
            channel.eventLoop().execute(this::writeNewest);
          }
        });
  }

  private void writeNewest() {
    byte[] ping = newest;
    if (ping != null && !ended && inFlight < MOST_IN_FLIGHT) {
      newest = null;
      write(ping);
      channel.flush();
    }
  }
}
