package dev.nave.hub.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.TransportConnection.CloseStatus;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every transport promises of one connection that goes both ways, with a socket or without.
 */
public abstract class LinkContractTest {
  /** Connects a client; {@link #connection} is its connection then. */
  protected abstract LinkClient client();

  /** Returns the connection of the client that was connected last; waits for it. */
  protected abstract FakeConnection connection();

  /** From now on new connections want to live on a loop. */
  protected abstract void want(ConnectionLoop loop);

  /** Stops the transport. */
  protected abstract CompletionStage<Void> stopTransport();

  @Test
  void messagesGoBothWaysInOrder() {
    try (LinkClient client = client()) {
      client.send("one ");
      client.send("two ä");
      connection().awaitReceived("one two ä");

      connection().send("three ", "four ");
      connection().send("five ä");
      String all = "three four five ä";
      assertThat(client.read(all.getBytes(UTF_8).length)).isEqualTo(all);
    }
  }

  @Test
  void whatAClientSentBeforeItLeftIsReceived() {
    try (LinkClient client = client()) {
      client.send("last words");
      client.leave();

      client.awaitEnd();
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
      connection().awaitReceived("last words");
    }
  }

  @Test
  void aClientThatIsCutEndsItsConnection() {
    LinkClient client = client();
    FakeConnection connection = connection();
    connection.link();
    client.cut();

    assertThat(connection.end()).isEqualTo(ConnectionEnd.CUT);
  }

  @Test
  void theServersEndComesBehindWhatItWrote() {
    try (LinkClient client = client()) {
      connection()
          .doOnLoop(
              link -> {
                FakeConnection.write(link, "x".repeat(100_000));
                link.close(CloseStatus.ERROR);
              });

      assertThat(client.read(100_000)).hasSize(100_000);
      client.awaitEnd();
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void anAbortEndsTheConnectionForBoth() {
    try (LinkClient client = client()) {
      connection().doOnLoop(link -> link.abort());

      client.awaitEnd();
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }

  @Test
  void afterItsEndAConnectionDoesNothing() {
    try (LinkClient client = client()) {
      FakeConnection connection = connection();
      connection.doOnLoop(link -> link.abort());
      connection.end();

      connection.send("x");
      connection.doOnLoop(
          link -> {
            link.pauseReading();
            link.resumeReading();
            link.close(CloseStatus.NORMAL);
            link.abort();
          });

      client.awaitEnd();
    }
  }

  @Test
  void whatIsNotReadWaitsInItsOrder() {
    try (LinkClient client = client()) {
      FakeConnection connection = connection();
      connection.doOnLoop(link -> link.pauseReading());
      StringBuilder sent = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        client.send("message " + i);
        sent.append("message ").append(i);
      }

      connection.doOnLoop(link -> link.resumeReading());

      connection.awaitReceived(sent.toString());
    }
  }

  @Test
  void aConnectionLivesOnTheLoopThatItWants() {
    try (LinkClient first = client()) {
      ConnectionLoop loop = connection().link().loop();
      want(loop);
      for (int i = 0; i < 3; i++) {
        try (LinkClient client = client()) {
          assertThat(connection().link().loop()).isSameAs(loop);
          client.leave();
        }
      }
      first.leave();
    }
  }

  @Test
  void aStopEndsConnections() {
    try (LinkClient client = client()) {
      connection().link();
      stopTransport().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();

      client.awaitEnd();
      assertThat(connection().end()).isEqualTo(ConnectionEnd.GRACEFUL);
    }
  }
}
