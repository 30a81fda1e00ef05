package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that ends while the server does not read what it has sent. */
@EnabledOnOs(OS.LINUX) // Elsewhere nothing tells the state of a socket that is not read.
@ExtendWith(LeakCheck.class)
class PausedClientEndsIT {
  /** More than is taken unasked, and little enough for the server's end of the socket to hold. */
  private static final int SENT = 40_000;

  private TestServer server = TestServer.start();
  private RawClient client = server.connectWebSocket();
  private FakeConnection connection = server.connection();

  private void restart(Duration closeTimeout) {
    stop();
    server = TestServer.start(settings -> settings.closeTimeout(closeTimeout));
    client = server.connectWebSocket();
    connection = server.connection();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void sendsWhileItIsNotRead(int bytes) {
    connection.doOnLoop(link -> link.pauseReading());
    client.send(RawClient.frame(0x81, "x".repeat(bytes)));
  }

  @Test
  void itsLastWordsAreRead() {
    sendsWhileItIsNotRead(1000);

    client.shutdownOutput();

    assertThat(connection.end()).isEqualTo(ConnectionEnd.CUT);
    assertThat(connection.cause()).isNull();
    assertThat(connection.receivedLength()).isEqualTo(1000);
  }

  @Test
  void nothingIsReadBeyondABoundOfAClientThatEndedItsSide() {
    sendsWhileItIsNotRead(SENT);

    client.shutdownOutput();

    assertThat(connection.end()).isEqualTo(ConnectionEnd.CUT);
    assertThat(connection.cause()).isNull();
    assertThat(connection.receivedLength()).isLessThan(SENT);
  }

  @Test
  void aClientIsClosedThatEndedItsSideBeforeThePauseIfThereIsNoRoomInTime() {
    restart(Duration.ofMillis(50));
    connection.onReceived(bytes -> connection.link().pauseReading());

    client.send(RawClient.frame(0x81, "x".repeat(SENT)));
    client.shutdownOutput();

    assertThat(connection.end()).isEqualTo(ConnectionEnd.CUT);
    assertThat(connection.receivedLength()).isLessThan(SENT);
  }

  @Test
  void nothingIsReadOfASocketThatWasReset() {
    sendsWhileItIsNotRead(SENT);

    client.reset();

    assertThat(connection.end()).isEqualTo(ConnectionEnd.CUT);
    assertThat(connection.cause()).isNotNull();
    assertThat(connection.receivedLength()).isLessThan(SENT);
  }
}
