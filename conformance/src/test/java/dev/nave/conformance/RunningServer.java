package dev.nave.conformance;

import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server in this process, on a free port, for all tests of a class. With {@code
 * -Dconformance.server=http://host:port} it is that one instead, such as the reference server.
 */
final class RunningServer implements BeforeAllCallback, AfterAllCallback {
  private static final @Nullable String OTHER = System.getProperty("conformance.server");

  private final Consumer<WebSocketTransportBuilder> transport;
  private @Nullable ConformanceServer server;

  /** One as it is in general. */
  RunningServer() {
    this(transport -> {});
  }

  /** One whose transport has other settings; another server than ours has its own. */
  RunningServer(Consumer<WebSocketTransportBuilder> transport) {
    this.transport = transport;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (OTHER == null) {
      server = ConformanceServer.start(Arguments.onAnyPort(), transport);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null) {
      server.close();
    }
  }

  /** Returns where it listens, such as {@code http://127.0.0.1:5000}. */
  String url() {
    if (OTHER != null) {
      return OTHER;
    }
    if (server == null) {
      throw new IllegalStateException("the server runs from before the first test of the class");
    }
    return server.url();
  }
}
