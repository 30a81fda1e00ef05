package dev.nave.transport.websocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.WebSocketTransport;
import dev.nave.transport.websocket.WebSocketTransportBuilder;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A running transport on a free port, with a {@link FakeEndpoint}. */
public final class TestServer implements AutoCloseable {
  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final WebSocketTransport transport;

  private TestServer(WebSocketTransport transport) {
    this.transport = transport;
    transport.start(endpoint).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Starts one with two loops and defaults otherwise. */
  public static TestServer start() {
    return start(settings -> settings);
  }

  /** Starts one with other settings, too. */
  public static TestServer start(UnaryOperator<WebSocketTransportBuilder> settings) {
    WebSocketTransportBuilder builder =
        WebSocketTransport.builder().host("127.0.0.1").allowedHosts(Set.of("*")).port(0).loops(2);
    return new TestServer(settings.apply(builder).build());
  }

  /** Starts one on a transport. */
  public static TestServer of(WebSocketTransport transport) {
    return new TestServer(transport);
  }

  /** Returns what the server asks. */
  public FakeEndpoint endpoint() {
    return endpoint;
  }

  /** Returns the transport. */
  public WebSocketTransport transport() {
    return transport;
  }

  /** Returns the port. */
  public int port() {
    return transport.port();
  }

  /** Connects without TLS. */
  public RawClient connect() {
    return RawClient.connect(port());
  }

  /** Connects and makes the connection a WebSocket. */
  public RawClient connectWebSocket() {
    RawClient client = connect();
    client.upgrade("/hub");
    return client;
  }

  /** Returns the connection made last; waits for the first. */
  public FakeConnection connection() {
    Awaitility.await().until(() -> !endpoint.connections().isEmpty());
    return endpoint.connections().get(endpoint.connections().size() - 1);
  }

  @Override
  public void close() {
    transport.stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    endpoint.connections().forEach(FakeConnection::assertPromisesKept);
    assertThat(TestLog.linesWith("ERROR dev.nave")).isEmpty();
  }
}
