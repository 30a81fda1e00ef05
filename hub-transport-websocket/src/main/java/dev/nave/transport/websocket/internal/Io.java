package dev.nave.transport.websocket.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of Netty that make up a back end. Classes of a back end that is not on the class path
 * are not touched unless it is asked for.
 *
 * @param name as applications write it
 * @param peerWatch sets on accepted sockets how the operating system finds out that a client is
 *     gone
 */
public record Io(
    String name,
    Supplier<IoHandlerFactory> handlers,
    Class<? extends ServerChannel> serverChannel,
    BiConsumer<ServerBootstrap, PeerWatch> peerWatch) {

  /** Returns the fastest one that is available. */
  public static Io best() {
    if (whyNot(() -> Epoll.unavailabilityCause()) == null) {
      return epoll();
    }
    return whyNot(() -> KQueue.unavailabilityCause()) == null ? kqueue() : nio();
  }

  /** Returns the JDK's selectors. */
  public static Io nio() {
    return new Io("NIO", NioIoHandler::newFactory, NioServerSocketChannel.class, Io::watchByNio);
  }

  /**
   * Returns that of Linux.
   *
   * @throws IllegalStateException if it is not available here, with the reason
   */
  public static Io epoll() {
    check("EPOLL", "epoll", () -> Epoll.unavailabilityCause());
    return new Io(
        "EPOLL",
        EpollIoHandler::newFactory,
        EpollServerSocketChannel.class,
        ListeningSocket::watch);
  }

  /**
   * Options of the socket that listens. Sockets that Linux accepts from it begin with the same, so
   * none of them needs a system call for each. Source of the numbers: asm-generic/socket.h and
   * linux/tcp.h.
   */
  private static final class ListeningSocket {
    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_TCP = 6;

    private static void watch(ServerBootstrap server, PeerWatch watch) {
      server
          .option(new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, 9), 1)
          .option(tcp("TCP_KEEPIDLE", 4), watch.idleSeconds())
          .option(tcp("TCP_KEEPINTVL", 5), watch.intervalSeconds())
          .option(tcp("TCP_KEEPCNT", 6), PeerWatch.PROBES)
          .option(tcp("TCP_USER_TIMEOUT", 18), watch.userTimeoutMillis());
    }

    private static IntegerUnixChannelOption tcp(String name, int number) {
      return new IntegerUnixChannelOption(name, IPPROTO_TCP, number);
    }
  }

  /**
   * Returns that of macOS and BSD, with keep-alive at the times of the operating system.
   *
   * @throws IllegalStateException if it is not available here, with the reason
   */
  public static Io kqueue() {
    check("KQUEUE", "kqueue", () -> KQueue.unavailabilityCause());
    return new Io(
        "KQUEUE",
        KQueueIoHandler::newFactory,
        KQueueServerSocketChannel.class,
        (server, watch) -> keepAlive(server));
  }

  /**
   * Returns the newer one of Linux.
   *
   * @throws IllegalStateException if it is not available here, with the reason
   */
  public static Io ioUring() {
    check("IO_URING", "io_uring", () -> IoUring.unavailabilityCause());
    return new Io(
        "IO_URING",
        IoUringIoHandler::newFactory,
        IoUringServerSocketChannel.class,
        (server, watch) ->
            keepAlive(server)
                .childOption(IoUringChannelOption.TCP_USER_TIMEOUT, watch.userTimeoutMillis())
                .childOption(IoUringChannelOption.TCP_KEEPIDLE, watch.idleSeconds())
                .childOption(IoUringChannelOption.TCP_KEEPINTVL, watch.intervalSeconds())
                .childOption(IoUringChannelOption.TCP_KEEPCNT, PeerWatch.PROBES));
  }

  /** Sets on accepted sockets how the operating system finds out that a client is gone. */
  void watch(ServerBootstrap server, PeerWatch watch) {
    peerWatch.accept(server, watch);
  }

  private static ServerBootstrap keepAlive(ServerBootstrap server) {
    return server.childOption(ChannelOption.SO_KEEPALIVE, true);
  }

  private static void watchByNio(ServerBootstrap server, PeerWatch watch) {
    keepAlive(server);
    setIfKnown(server, "TCP_KEEPIDLE", watch.idleSeconds());
    setIfKnown(server, "TCP_KEEPINTERVAL", watch.intervalSeconds());
    setIfKnown(server, "TCP_KEEPCOUNT", PeerWatch.PROBES);
  }

  /** Sets an option that the JDK has on some platforms only. */
  @SuppressWarnings("unchecked") // The type is looked at.
  private static void setIfKnown(ServerBootstrap server, String name, int value) {
    try (Socket socket = new Socket()) {
      for (SocketOption<?> known : socket.supportedOptions()) {
        if (known.name().equals(name) && known.type() == Integer.class) {
          server.childOption(NioChannelOption.of((SocketOption<Integer>) known), value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask which options sockets have", e);
    }
  }

  private static void check(
      String name, String artifact, Supplier<@Nullable Throwable> unavailabilityCause) {
    Throwable whyNot = whyNot(unavailabilityCause);
    if (whyNot != null) {
      String reason =
          whyNot instanceof NoClassDefFoundError
              ? "netty-transport-classes-" + artifact + " is not on the class path"
              : rootOf(whyNot).toString();
      throw new IllegalStateException(
          "io " + name + " is not available: " + reason + "; AUTO picks one that is", whyNot);
    }
  }

  /** Takes a lambda, not a method reference, which would need the class before it is called. */
  private static @Nullable Throwable whyNot(Supplier<@Nullable Throwable> unavailabilityCause) {
    try {
      return unavailabilityCause.get();
    } catch (NoClassDefFoundError e) {
      return e;
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
