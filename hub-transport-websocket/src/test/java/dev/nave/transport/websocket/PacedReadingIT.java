package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that sends on at full speed, though what it sends is of no use any more. */
@ExtendWith(LeakCheck.class)
class PacedReadingIT {
  private static final int PIECE_BYTES = 64 * 1024;

  /** Twenty times what is read in the time, and more than the buffers of two sockets hold. */
  private static final long MUCH = 64L << 20;

  private final TestServer server =
      TestServer.start(transport -> transport.closeTimeout(Duration.ofSeconds(1)));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void behindAFaultItIsReadSlowly() {
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.frame(0x83, "of an unknown kind"));

      assertThat(client.readFrame().closeCode()).isEqualTo(1002);
      assertThat(bytesUntilTheEnd(client, new byte[PIECE_BYTES])).isLessThan(MUCH);
    }
  }

  @Test
  void behindTheServersCloseItIsReadSlowly() {
    try (RawClient client = server.connectWebSocket()) {
      server.connection().doOnLoop(link -> link.close(CloseStatus.NORMAL));

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      byte[] message = RawClient.frame(0x82, new byte[PIECE_BYTES]);
      assertThat(bytesUntilTheEnd(client, message)).isLessThan(MUCH);
    }
  }

  private static long bytesUntilTheEnd(RawClient client, byte[] piece) {
    for (long sent = 0; sent < MUCH; sent += piece.length) {
      try {
        client.send(piece);
      } catch (UncheckedIOException e) {
        return sent;
      }
    }
    return MUCH;
  }
}
