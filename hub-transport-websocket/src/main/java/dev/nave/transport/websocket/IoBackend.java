package dev.nave.transport.websocket;

import dev.nave.transport.websocket.internal.Io;
import java.util.function.Supplier;

/** How the transport waits for its sockets. */
public enum IoBackend {
  /** The fastest one that is available: {@link #EPOLL}, {@link #KQUEUE}, else {@link #NIO}. */
  AUTO,
  /** Selectors of the JDK: everywhere. */
  NIO,
  /** Linux, through a native library. */
  EPOLL,
  /** macOS and BSD, through a native library. */
  KQUEUE,
  /**
   * Linux 5.14 or later, through a native library. Not faster than {@link #EPOLL} here. The
   * application brings {@code netty-transport-classes-io_uring} and {@code
   * netty-transport-native-io_uring}; this module does not.
   */
  IO_URING;

  /** Returns what makes its parts, when the transport starts. */
  Supplier<Io> parts() {
    return switch (this) {
      case AUTO -> Io::best;
      case NIO -> Io::nio;
      case EPOLL -> Io::epoll;
      case KQUEUE -> Io::kqueue;
      case IO_URING -> Io::ioUring;
    };
  }
}
