package dev.nave.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A server that takes part in a comparison. */
public enum ServerKind {
  /** The limit: bare Netty. */
  RAW("raw Netty"),
  /** The hub server of this project. */
  NAVE("Nave"),
  /** ASP.NET Core SignalR, as it comes with the conformance scenarios. */
  REFERENCE("ASP.NET Core");

  private final String title;

  ServerKind(String title) {
    this.title = title;
  }

  static ServerKind named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String title() {
    return title;
  }

  /**
   * Returns the command that serves on {@code port}.
   *
   * @param java the JVM's program
   * @param transport how our own servers reach the network
   * @param reference the script that starts the reference server
   */
  List<String> command(int port, String java, String transport, Path reference) {
    return switch (this) {
      case RAW -> ours(java, "raw", port, transport);
      case NAVE -> ours(java, "server", port, transport);
      case REFERENCE ->
          List.of("sh", reference.toString(), "server", "--port", Integer.toString(port));
    };
  }

  private static List<String> ours(String java, String command, int port, String transport) {
    return List.of(
        java,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.nave.benchmarks.Main",
        command,
        "--port",
        Integer.toString(port),
        "--transport",
        transport);
  }
}
