package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ConnectionLoop;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;

/**
 * Whether one client is read from, and what becomes of it if it ends while it is not. Netty then
 * reads all that there is, or says nothing at all. So the state of the socket is looked at from
 * time to time, and what Netty reads unasked is taken up to a bound. Loop only.
 *
 * <p>A client that has ended its side is closed when more than that has come, or there was no room
 * for the rest within the close time-out. A socket that was reset is closed at once, and nothing
 * more of it is taken.
 *
 * <p>Only epoll tells the state of a socket. Elsewhere the end of the client's side is noticed when
 * it is read from again.
 */
final class ReadingPause {
  // Source: include/net/tcp_states.h of Linux.
  private static final int TCP_CLOSE = 7;
  private static final int TCP_CLOSE_WAIT = 8;

  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  /** What is taken while there is a pause, if the client has ended. */
  private static final int MAX_UNASKED_BYTES = 16 * 1024;

  private final Channel channel;
  private final ConnectionLoop loop;
  private final Duration closeTimeout;
  private boolean paused;
  private int unaskedBytes;
  private Runnable timer = () -> {};

  /** How far the client's side of a socket is. */
  private enum ClientSide {
    OPEN,
    ENDED,
    RESET,
    UNKNOWN
  }

  /** What becomes of bytes that were read. */
  enum Unasked {
    /** They are used. */
    TAKEN,
    /** They are not, and the socket is to be closed. */
    CLOSED,
    /** They are not, and the client has reset the socket. */
    RESET
  }

  ReadingPause(Channel channel, ConnectionLoop loop, Duration closeTimeout) {
    this.channel = channel;
    this.loop = loop;
    this.closeTimeout = closeTimeout;
  }

  void begin() {
    if (!paused) {
      paused = true;
      unaskedBytes = 0;
      channel.config().setAutoRead(false);
      look();
    }
  }

  boolean isOn() {
    return paused;
  }

  void end() {
    paused = false;
    timer.run();
    channel.config().setAutoRead(true);
  }

  /** Netty has read that many bytes. Returns what becomes of them. */
  Unasked read(int bytes) {
    if (!paused) {
      return Unasked.TAKEN;
    }
    unaskedBytes += bytes;
    boolean much = unaskedBytes > MAX_UNASKED_BYTES;
    return switch (clientSide()) {
      case OPEN -> Unasked.TAKEN;
      case ENDED -> much ? Unasked.CLOSED : Unasked.TAKEN;
      case RESET -> Unasked.RESET;
      case UNKNOWN -> much ? Unasked.CLOSED : Unasked.TAKEN;
    };
  }

  private void look() {
    if (paused) {
      boolean ended = clientSide() == ClientSide.ENDED;
      Runnable next = ended ? this::closeUnread : this::look;
      boolean soon = ended || closeTimeout.compareTo(LOOK_INTERVAL) < 0;
      timer = loop.schedule(next, soon ? closeTimeout : LOOK_INTERVAL);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // It ends, whatever comes of it.
  private void closeUnread() {
    if (paused) {
      channel.close();
    }
  }

  private ClientSide clientSide() {
    return channel.getClass().getName().startsWith("io.netty.channel.epoll.")
        ? Epoll.clientSide(channel)
        : ClientSide.UNKNOWN;
  }

  /** Touches classes that need not be there. */
  private static final class Epoll {
    static ClientSide clientSide(Channel channel) {
      if (!channel.isOpen() || !(channel instanceof EpollSocketChannel socket)) {
        return ClientSide.UNKNOWN;
      }
      return switch (socket.tcpInfo().state()) {
        case TCP_CLOSE -> ClientSide.RESET;
        case TCP_CLOSE_WAIT -> ClientSide.ENDED;
        default -> ClientSide.OPEN;
      };
    }
  }
}
