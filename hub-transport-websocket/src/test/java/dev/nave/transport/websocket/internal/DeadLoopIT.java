package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.TestServer;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DeadLoopIT {
  @Test
  void aLoopThatEndsOutsideOfAStopIsAFailureOfTheTransport() {
    try (TestServer server = TestServer.start();
        RawClient unusedClient = server.connectWebSocket()) {
      FakeConnection connection = server.connection();

      connection.doOnLoop(
          link -> {
            var unusedEnd =
                ((NettyLoop) link.loop())
                    .eventLoop()
                    .shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
          });

      Awaitility.await().until(() -> !server.endpoint().failures().isEmpty());
      assertThat(server.endpoint().failures().get(0))
          .hasMessageStartingWith("the event loop nave-loop-")
          .hasMessageEndingWith(" has ended");
    }
  }

  @Test
  void aStopIsNoFailure() {
    TestServer server = TestServer.start();
    try (RawClient unusedClient = server.connectWebSocket()) {
      server.connection();
    }

    server.close();

    assertThat(server.endpoint().failures()).isEmpty();
  }
}
