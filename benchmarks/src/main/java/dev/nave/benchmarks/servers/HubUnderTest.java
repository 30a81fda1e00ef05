package dev.nave.benchmarks.servers;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.transport.websocket.IoBackend;
import dev.nave.transport.websocket.WebSocketTransport;
import java.util.Locale;
import java.util.Optional;

/**
 * A server with {@link BenchHub} at {@code /bench}, with the options that every server begins with.
 */
public final class HubUnderTest implements AutoCloseable {
  private final HubServer server;
  private final WebSocketTransport transport;

  private HubUnderTest(HubServer server, WebSocketTransport transport) {
    this.server = server;
    this.transport = transport;
  }

  /**
   * Listens on the loopback interface.
   *
   * @param port the port; 0 for a free one
   * @param loops the number of event loops
   * @param io the name of an {@link IoBackend}, in any case
   * @param redis the connection string of a Redis that links it to others like it
   */
  public static HubUnderTest start(int port, int loops, String io, Optional<String> redis) {
    WebSocketTransport transport =
        WebSocketTransport.builder()
            .host("127.0.0.1")
            .port(port)
            .loops(loops)
            .io(IoBackend.valueOf(io.toUpperCase(Locale.ROOT)))
            .build();
    HubServerBuilder builder =
        HubServer.builder().hub("/bench", BenchHub.class, BenchHub::new).transport(transport);
    redis.ifPresent(connection -> builder.backplane(RedisBackplane.create(connection)));
    HubServer server = builder.build();
    server.start();
    return new HubUnderTest(server, transport);
  }

  /** Returns the port that is listened on. */
  public int port() {
    return transport.port();
  }

  /** Stops the server. */
  @Override
  public void close() {
    server.close();
  }
}
