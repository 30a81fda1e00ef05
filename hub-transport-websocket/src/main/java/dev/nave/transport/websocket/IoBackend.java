package dev.nave.transport.websocket;

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
  /** Linux 5.14 or later, through a native library. Not faster than {@link #EPOLL} here. */
  IO_URING
}
