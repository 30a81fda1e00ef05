package dev.nave.transport.websocket.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What accepted sockets have, as the operating system tells it. */
class PeerWatchIT {
  private final PeerWatch watch = new PeerWatch(Duration.ofSeconds(17), Duration.ofSeconds(60));

  @Test
  void epollProbesSilentClientsAndGivesUpThoseThatDoNotAcknowledge() throws Exception {
    assumeTrue(Epoll.isAvailable());

    acceptOne(
        Io.epoll(),
        socket -> {
          assertThat(socket.getOption(EpollChannelOption.TCP_KEEPIDLE)).isEqualTo(17);
          assertThat(socket.getOption(EpollChannelOption.TCP_KEEPINTVL)).isEqualTo(10);
          assertThat(socket.getOption(EpollChannelOption.TCP_KEEPCNT)).isEqualTo(6);
          assertThat(socket.getOption(EpollChannelOption.TCP_USER_TIMEOUT)).isEqualTo(60_000);
        });
  }

  @Test
  void ioUringDoesTheSame() throws Exception {
    assumeTrue(IoUring.isAvailable());

    acceptOne(
        Io.ioUring(),
        socket -> {
          assertThat(socket.getOption(IoUringChannelOption.TCP_KEEPIDLE)).isEqualTo(17);
          assertThat(socket.getOption(IoUringChannelOption.TCP_KEEPINTVL)).isEqualTo(10);
          assertThat(socket.getOption(IoUringChannelOption.TCP_KEEPCNT)).isEqualTo(6);
          assertThat(socket.getOption(IoUringChannelOption.TCP_USER_TIMEOUT)).isEqualTo(60_000);
        });
  }

  @Test
  void nioProbesSilentClients() throws Exception {
    acceptOne(Io.nio(), socket -> {});
  }

  /** Accepts a socket; looks at what all back ends have, and at what else is wanted. */
  private void acceptOne(Io io, Consumer<ChannelConfig> look) throws Exception {
    CompletableFuture<Channel> accepted = new CompletableFuture<>();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, io.handlers().get());
    try {
      ServerBootstrap server =
          new ServerBootstrap()
              .group(loops)
              .channel(io.serverChannel())
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      accepted.complete(channel);
                    }
                  });
      io.watch(server, watch);
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Channel listening = server.bind(anyPort).sync().channel();
      try (Socket client = new Socket()) {
        client.connect(listening.localAddress());
        ChannelConfig config = accepted.get(10, SECONDS).config();

        assertThat(config.getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
        assertThat(config.getOption(ChannelOption.TCP_NODELAY)).isTrue();
        look.accept(config);
      }
    } finally {
      loops.shutdownGracefully(0, 5, SECONDS).sync();
    }
  }
}
