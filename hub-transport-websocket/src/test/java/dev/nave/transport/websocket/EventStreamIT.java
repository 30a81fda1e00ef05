package dev.nave.transport.websocket;

import static dev.nave.hub.transport.tck.FallbackClient.completion;
import static dev.nave.hub.transport.tck.FallbackClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.tck.EventStreamContractTest;
import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.NettyListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Event streams, and what only this transport does with their sockets. */
@ExtendWith(LeakCheck.class)
class EventStreamIT extends EventStreamContractTest {
  private static final int MORE_THAN_SOCKETS_TAKE = 16 * 1024 * 1024;

  EventStreamIT() {
    super(NettyListener::new);
  }

  @Test
  void aClientThatGoesAwayHasLeftAtOnce() throws Exception {
    try (EchoServer server = EchoServer.start();
        FallbackClient closing = FallbackClient.negotiate(EchoServer.HUB, server.port());
        FallbackClient cut = FallbackClient.negotiate(EchoServer.HUB, server.port());
        FallbackClient halfClosed = FallbackClient.negotiate(EchoServer.HUB, server.port())) {
      closing.stream().close();
      assertThat(server.nextEnd()).isEmpty();
      cut.stream().reset();
      server.nextEnd();
      RawClient stream = halfClosed.stream();
      stream.shutdownOutput();
      server.nextEnd();
      stream.close();

      assertThat(closing.post("{}\u001e").status()).isEqualTo(404);
    }
  }

  @Test
  void whatIsSentBehindTheRequestIsReadAndThrownAway() {
    try (EchoServer server = EchoServer.start();
        FallbackClient client = FallbackClient.negotiate(EchoServer.HUB, server.port());
        RawClient stream = client.stream()) {
      stream.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n" + "x".repeat(MORE_THAN_SOCKETS_TAKE));
      client.post(invocation("1", "echo", "x"));

      assertThat(stream.readEvent()).isEqualTo(completion("1", "x"));
    }
  }
}
