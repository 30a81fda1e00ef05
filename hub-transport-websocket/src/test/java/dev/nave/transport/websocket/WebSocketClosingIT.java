package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestLog;
import dev.nave.transport.websocket.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class WebSocketClosingIT {
  private TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  /** As the reference server, which answers 1000 to every code that may be sent. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1011, 3000, 4999})
  void answersTheClientsCloseFrame(int code) {
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.closeFrame(code));

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertThat(server.connection().cause()).isNull();
    }
  }

  @Test
  void refusesACloseCodeThatMayNotBeSent() {
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.closeFrame(1006));

      assertThat(client.readFrame().closeCode()).isEqualTo(1002);
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertThat(server.connection().cause()).isNotNull();
    }
  }

  @Test
  void handsOnWhatCameBeforeTheCloseFrameAndNothingAfterIt() {
    try (RawClient client = server.connectWebSocket()) {
      client.send(
          RawClient.concat(
              RawClient.frame(0x01, "half a message"),
              RawClient.closeFrame(1000),
              RawClient.frame(0x80, "more")));

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      server.connection().awaitReceived("half a message");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NORMAL", "ERROR"})
  void closesWithACodeAfterWhatWasWritten(String how) {
    try (RawClient client = server.connectWebSocket()) {
      FakeConnection connection = server.connection();
      connection.doOnLoop(
          link -> {
            FakeConnection.write(link, "last words");
            link.close(CloseStatus.valueOf(how));
            FakeConnection.write(link, "too late");
            link.close(CloseStatus.NORMAL);
          });

      assertThat(client.readText()).isEqualTo("last words");
      assertThat(client.readFrame().closeCode())
          .isEqualTo(CloseStatus.valueOf(how).webSocketCode());
      assertThat(connection.hasEnded()).isFalse();
      client.send(RawClient.closeFrame(1000));
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void closesALinkThatIsPaused() {
    try (RawClient client = server.connectWebSocket()) {
      server
          .connection()
          .doOnLoop(
              link -> {
                link.pauseReading();
                link.close(CloseStatus.NORMAL);
              });

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      client.send(RawClient.frame(0x81, "on its way"));
      client.send(RawClient.closeFrame(1000));
      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      server.connection().awaitReceived("");
    }
  }

  @Test
  void resetsAClientThatDoesNotAnswerTheCloseFrame() {
    restart(Duration.ofMillis(50));
    try (RawClient client = server.connectWebSocket()) {
      server.connection().doOnLoop(link -> link.close(CloseStatus.NORMAL));

      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(client.readEnd()).isEqualTo("reset");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void doesNotWaitForAClientThatTakesNothing() {
    restart(Duration.ofMillis(50));
    try (RawClient client = server.connectWebSocket()) {
      server
          .connection()
          .doOnLoop(
              link -> {
                FakeConnection.write(link, "x".repeat(64 << 20));
                link.close(CloseStatus.NORMAL);
              });

      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      client.reset();
    }
  }

  @Test
  void doesNotWaitForAClientThatClosesAndTakesNothing() {
    restart(Duration.ofMillis(50));
    try (RawClient client = server.connectWebSocket()) {
      FakeConnection connection = server.connection();
      connection.send("x".repeat(64 << 20));
      client.send(RawClient.closeFrame(1000));

      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);
      // The link is over, and the socket follows: its loop reports no bytes any more.
      Awaitility.await().until(() -> connection.onLoop(link -> link.pendingBytes()) == 0);
    }
  }

  @Test
  void abortsWithoutACloseFrame() {
    try (RawClient client = server.connectWebSocket()) {
      server
          .connection()
          .doOnLoop(
              link -> {
                link.abort();
                link.abort();
                FakeConnection.write(link, "nothing");
                link.close(CloseStatus.NORMAL);
              });

      assertThat(client.readEnd()).isEqualTo("reset");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void tellsACutSocketFromAClosingHandshake() {
    try (RawClient client = server.connectWebSocket()) {
      server.connection();
      client.reset();

      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.CUT);
    }
  }

  @Test
  void takesTheEndOfTheStreamWithoutACloseFrameForACut() {
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.frame(0x81, "and then"));
      client.shutdownOutput();

      assertThat(client.readEnd()).isEqualTo("closed");
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.CUT);
      server.connection().awaitReceived("and then");
    }
  }

  @Test
  void doesNothingAfterTheEnd() {
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.closeFrame(1000));
      FakeConnection connection = server.connection();
      assertThat(connection.end()).isEqualTo(ConnectionEnd.GRACEFUL);

      connection.doOnLoop(
          link -> {
            FakeConnection.write(link, "nothing");
            link.pauseReading();
            link.resumeReading();
            link.close(CloseStatus.ERROR);
            link.abort();
          });
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(client.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void mayBeEndedWhileItReceives() {
    server
        .endpoint()
        .onConnection(connection -> connection.onReceived(bytes -> connection.link().abort()));
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.concat(RawClient.frame(0x81, "one"), RawClient.frame(0x81, "two")));

      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void closesWith1011WhenItsReceiverFails() {
    server
        .endpoint()
        .onConnection(
            connection ->
                connection.onReceived(
                    bytes -> {
                      throw new IllegalStateException(
                          "a fault for " + new String(bytes, StandardCharsets.UTF_8));
                    }));
    try (RawClient client = server.connectWebSocket()) {
      client.send(RawClient.frame(0x81, "once"));

      assertThat(client.readFrame().closeCode()).isEqualTo(1011);
      assertThat(server.connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      assertThat(server.connection().cause()).hasMessage("a fault for once");
      assertThat(TestLog.takeLinesWith("a fault for once")).isNotEmpty();
    }
  }

  private void restart(Duration closeTimeout) {
    server.close();
    server = TestServer.start(settings -> settings.closeTimeout(closeTimeout));
  }
}
