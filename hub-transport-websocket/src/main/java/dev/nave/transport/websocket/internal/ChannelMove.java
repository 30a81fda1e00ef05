package dev.nave.transport.websocket.internal;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/**
 * Moves an open channel from its event loop to another one of the same transport, so that what
 * belongs together lives on one loop and needs neither locks nor hops.
 *
 * <p>The channel must not be read from: {@code autoRead} is off. Its handlers must not have begun
 * anything on the old loop that is still to come.
 */
// Netty's futures are ignored on purpose: a failure closes the channel, which is an event here.
@SuppressWarnings("FutureReturnValueIgnored")
final class ChannelMove {
  private ChannelMove() {}

  /**
   * Begins to move; on the channel's loop.
   *
   * @param moved runs on the new loop when the channel is there
   * @param failed runs, on any thread, if it cannot be moved; it is closed then
   */
  static void to(EventLoop target, Channel channel, Runnable moved, Runnable failed) {
    channel
        .deregister()
        .addListener(
            left -> {
              if (left.isSuccess()) {
                register(target, channel, moved, failed);
              } else {
                failed.run();
                channel.close();
              }
            });
  }

  private static void register(EventLoop target, Channel channel, Runnable moved, Runnable failed) {
    target
        .register(channel)
        .addListener(
            arrived -> {
              if (arrived.isSuccess()) {
                moved.run();
              } else {
                failed.run();
                channel.close();
              }
            });
  }
}
