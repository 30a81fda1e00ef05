package dev.nave.transport.websocket.internal;

import dev.nave.transport.websocket.IoBackend;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of Netty that make up a back end.
 *
 * @param backend which one, never {@link IoBackend#AUTO}
 */
record Io(
    IoBackend backend,
    Supplier<IoHandlerFactory> handlers,
    Class<? extends ServerChannel> serverChannel) {

  /**
   * Picks the parts.
   *
   * @throws IllegalStateException if the back end is not available here, with the reason
   */
  static Io of(IoBackend backend) {
    return switch (backend) {
      case AUTO -> of(best());
      case NIO -> new Io(backend, NioIoHandler::newFactory, NioServerSocketChannel.class);
      case EPOLL -> {
        check(backend, Epoll.unavailabilityCause());
        yield new Io(backend, EpollIoHandler::newFactory, EpollServerSocketChannel.class);
      }
      case KQUEUE -> {
        check(backend, KQueue.unavailabilityCause());
        yield new Io(backend, KQueueIoHandler::newFactory, KQueueServerSocketChannel.class);
      }
      case IO_URING -> {
        check(backend, IoUring.unavailabilityCause());
        yield new Io(backend, IoUringIoHandler::newFactory, IoUringServerSocketChannel.class);
      }
    };
  }

  private static IoBackend best() {
    if (Epoll.isAvailable()) {
      return IoBackend.EPOLL;
    }
    return KQueue.isAvailable() ? IoBackend.KQUEUE : IoBackend.NIO;
  }

  private static void check(IoBackend backend, @Nullable Throwable whyNot) {
    if (whyNot != null) {
      throw new IllegalStateException(
          "io " + backend + " is not available: " + rootOf(whyNot) + "; AUTO picks one that is",
          whyNot);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
