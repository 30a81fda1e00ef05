package dev.nave.conformance.soak;

import dev.nave.backplane.redis.RedisBackplane;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubUser;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the servers, with short times: what a client leaves behind is gone after seconds. */
final class SoakServer implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Gauges gauges = new Gauges();
  private final WebSocketTransport transport =
      WebSocketTransport.builder()
          .host("127.0.0.1")
          .port(0)
          .loops(2)
          .requestTimeout(SHORT)
          .idleTimeout(SHORT)
          .closeTimeout(Duration.ofMillis(200))
          .build();
  private final HubServer server;

  /** Starts a server that a Redis links to others. */
  SoakServer(String redis) {
    server =
        HubServer.builder()
            .transport(transport)
            .meters(gauges)
            .authenticator(SoakServer::user)
            .backplane(RedisBackplane.create(redis))
            .options(SoakServer::shortTimes)
            .hub("/soak", SoakHub.class, SoakHub::new)
            .build();
    server.start();
  }

  private static void shortTimes(HubOptions.Builder options) {
    options
        .statefulReconnect(true)
        .handshakeTimeout(SHORT)
        .pollHandshakeTimeout(SHORT)
        .keepAliveInterval(Duration.ofSeconds(1))
        .clientTimeout(Duration.ofSeconds(5))
        .messageTimeout(SHORT)
        .sendTimeout(SHORT)
        .disconnectTimeout(SHORT)
        .longPollTimeout(SHORT)
        .clientResultTimeout(SHORT)
        .uploadStallTimeout(SHORT);
  }

  private static @Nullable HubUser user(HttpRequest request) {
    return request.query("user").map(HubUser::of).orElse(null);
  }

  /** Returns where it listens. */
  int port() {
    return transport.port();
  }

  /** Returns whether it hears the other server. */
  boolean isLinked() {
    return server.health().isReady();
  }

  /** Adds what it holds. */
  void count(String prefix, Map<String, Long> into) {
    gauges.read(prefix, into);
    into.put(prefix + "connections()", (long) server.connections().size());
  }

  @Override
  public void close() {
    server.close();
  }
}
