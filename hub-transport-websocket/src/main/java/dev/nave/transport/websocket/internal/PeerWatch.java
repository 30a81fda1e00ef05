package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.HttpEndpoint.Patience;
import dev.nave.transport.websocket.IoBackend;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;

/**
 * How the operating system finds out that a client is gone that said nothing: by probes where
 * nothing is under way (TCP keep-alive), and by a bound of the time for which sent bytes may stay
 * unacknowledged (TCP user time-out), which the JDK's own sockets do not have.
 *
 * <p>A silent client is probed after {@code idle} and given up after {@code timeout} more at the
 * latest. Source: tcp(7); RFC 5482.
 *
 * @param idle after how long a silence the first probe goes out
 * @param timeout how long a probe or sent bytes may stay unanswered
 */
record PeerWatch(Duration idle, Duration timeout) {
  private static final int PROBES = 6;

  /** The most that Linux takes for the times of keep-alive, in seconds. */
  private static final int MOST_SECONDS = 32_767;

  private static final long MOST_MILLIS = Integer.MAX_VALUE;

  /** Takes what is set; else what the hubs have patience for. */
  static PeerWatch of(TransportSettings settings, Patience patience) {
    Duration set = settings.tcpUserTimeout();
    return new PeerWatch(patience.silence(), set == null ? patience.gone() : set);
  }

  /** Sets what the platform has for the sockets that are accepted. */
  void addTo(ServerBootstrap server, IoBackend backend) {
    server.childOption(ChannelOption.SO_KEEPALIVE, true);
    switch (backend) {
      case EPOLL ->
          server
              .childOption(EpollChannelOption.TCP_USER_TIMEOUT, userTimeoutMillis())
              .childOption(EpollChannelOption.TCP_KEEPIDLE, idleSeconds())
              .childOption(EpollChannelOption.TCP_KEEPINTVL, intervalSeconds())
              .childOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
      case IO_URING ->
          server
              .childOption(IoUringChannelOption.TCP_USER_TIMEOUT, userTimeoutMillis())
              .childOption(IoUringChannelOption.TCP_KEEPIDLE, idleSeconds())
              .childOption(IoUringChannelOption.TCP_KEEPINTVL, intervalSeconds())
              .childOption(IoUringChannelOption.TCP_KEEPCNT, PROBES);
      case NIO -> {
        setIfKnown(server, "TCP_KEEPIDLE", idleSeconds());
        setIfKnown(server, "TCP_KEEPINTERVAL", intervalSeconds());
        setIfKnown(server, "TCP_KEEPCOUNT", PROBES);
      }
      default -> {} // Keep-alive alone, at the times of the operating system.
    }
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

  int userTimeoutMillis() {
    return (int) Math.max(1, Math.min(MOST_MILLIS, millis(timeout)));
  }

  int idleSeconds() {
    return seconds(millis(idle));
  }

  int intervalSeconds() {
    return seconds(millis(timeout) / PROBES);
  }

  private static int seconds(long millis) {
    return (int) Math.max(1, Math.min(MOST_SECONDS, (millis + 999) / 1_000));
  }

  /** A duration that no number of milliseconds holds is the longest one. */
  private static long millis(Duration time) {
    try {
      return time.toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE - 1_000;
    }
  }
}
