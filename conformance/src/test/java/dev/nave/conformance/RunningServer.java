package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Servers in this process, each on a free port, for all tests of a class: one on Netty, and one
 * inside of each container that a test asks for. With {@code -Dconformance.server=http://host:port}
 * it is that one instead, such as the reference server.
 */
final class RunningServer implements AfterAllCallback {
  private static final @Nullable String OTHER = System.getProperty("conformance.server");

  private final Consumer<WebSocketTransportBuilder> transport;
  private final Map<Transport, ConformanceServer> servers = new EnumMap<>(Transport.class);

  /** One as it is in general. */
  RunningServer() {
    this(transport -> {});
  }

  /** One whose transport has other settings; another server than ours has its own. */
  RunningServer(Consumer<WebSocketTransportBuilder> transport) {
    this.transport = transport;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    servers.values().forEach(ConformanceServer::close);
    servers.clear();
  }

  /** Returns where the one on Netty listens, such as {@code http://127.0.0.1:5000}. */
  String url() {
    return url(Transport.NETTY);
  }

  /** Returns where the one of a kind listens. */
  String url(Transport kind) {
    if (OTHER != null) {
      return OTHER;
    }
    return servers
        .computeIfAbsent(
            kind, asked -> ConformanceServer.start(Arguments.onAnyPort(asked), transport))
        .url();
  }
}
