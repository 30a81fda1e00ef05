package dev.nave.conformance;

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

  private @Nullable ConformanceServer server;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (OTHER == null) {
      server = ConformanceServer.start(Arguments.onAnyPort());
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
