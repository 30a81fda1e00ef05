package dev.nave.transport.websocket;

import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.tck.TransportContractTest;
import dev.nave.hub.transport.tck.TransportFixture;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

class NettyContractIT extends TransportContractTest {
  NettyContractIT() {
    super(Listening::new);
  }

  /** The transport on a free port. */
  private static final class Listening implements TransportFixture {
    private final WebSocketTransport transport =
        WebSocketTransport.builder()
            .host("127.0.0.1")
            .allowedHosts(Set.of("*"))
            .port(0)
            .loops(2)
            .closeTimeout(Duration.ofSeconds(1))
            .requestTimeout(Duration.ofSeconds(1))
            .build();

    Listening(HttpEndpoint endpoint) {
      transport.start(endpoint).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public int port() {
      return transport.port();
    }

    @Override
    public ServerTransport transport() {
      return transport;
    }

    @Override
    public boolean pausesReading() {
      return true;
    }

    @Override
    public void close() {
      transport.stop().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }
}
