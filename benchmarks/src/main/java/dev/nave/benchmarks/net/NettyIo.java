package dev.nave.benchmarks.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Locale;

/** A way in which Netty asks the kernel for input and output. */
public enum NettyIo {
  /** The selector of the JDK. */
  NIO(NioServerSocketChannel.class, NioSocketChannel.class),
  /** Linux epoll, through JNI. */
  EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
  /** Linux io_uring, through JNI. */
  IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class);

  private final Class<? extends ServerChannel> serverChannel;
  private final Class<? extends Channel> clientChannel;

  NettyIo(Class<? extends ServerChannel> serverChannel, Class<? extends Channel> clientChannel) {
    this.serverChannel = serverChannel;
    this.clientChannel = clientChannel;
  }

  /** Returns epoll where it is available, else NIO. */
  public static NettyIo best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** Returns the way called {@code name}, in any case; {@code auto} is {@link #best}. */
  public static NettyIo named(String name) {
    return name.equalsIgnoreCase("auto") ? best() : valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Starts {@code threads} event loops. */
  public EventLoopGroup newLoops(int threads) {
    return new MultiThreadIoEventLoopGroup(threads, handlers());
  }

  private IoHandlerFactory handlers() {
    return switch (this) {
      case NIO -> NioIoHandler.newFactory();
      case EPOLL -> EpollIoHandler.newFactory();
      case IO_URING -> IoUringIoHandler.newFactory();
    };
  }

  /** Returns the class of a listening socket. */
  public Class<? extends ServerChannel> serverChannel() {
    return serverChannel;
  }

  /** Returns the class of a socket that connects. */
  public Class<? extends Channel> clientChannel() {
    return clientChannel;
  }
}
