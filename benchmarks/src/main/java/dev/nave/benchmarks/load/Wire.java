package dev.nave.benchmarks.load;

import java.util.Locale;

/** The protocols that the load client speaks. */
public enum Wire {
  /** SignalR, JSON. */
  JSON,
  /** SignalR, MessagePack. */
  MESSAGEPACK,
  /** Socket.IO. */
  SOCKET_IO;

  /** Returns the protocol called {@code name}, in any case, with {@code -} or {@code _}. */
  public static Wire named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  Dialect dialect() {
    return switch (this) {
      case JSON -> new JsonDialect();
      case MESSAGEPACK -> new MessagePackDialect();
      case SOCKET_IO -> new SocketIoDialect();
    };
  }
}
