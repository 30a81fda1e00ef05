package dev.nave.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.tck.FakeConnection;
import dev.nave.hub.transport.tck.FallbackClient;
import dev.nave.hub.transport.tck.RawClient;
import dev.nave.transport.websocket.testkit.EchoServer;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.TestServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that the application decides about late, or never. */
@ExtendWith(LeakCheck.class)
class LateAnswerIT {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  @Test
  void aRequestThatIsNeverDecidedAboutIsAnsweredAtTheTimeOut() {
    try (TestServer server = TestServer.start(settings -> settings.answerTimeout(TIMEOUT));
        RawClient client = server.connect()) {
      server.endpoint().answerWith(request -> new CompletableFuture<>());

      client.get("/hub/never");

      assertThat(client.read().status()).isEqualTo(503);
      assertThat(client.readEnd()).isEqualTo("closed");
    }
  }

  @Test
  void aConnectionThatIsGrantedTooLateIsAbandoned() {
    CompletableFuture<EndpointAnswer> decision = new CompletableFuture<>();
    try (TestServer server = TestServer.start(settings -> settings.answerTimeout(TIMEOUT));
        RawClient client = server.connect()) {
      server.endpoint().answerWith(request -> decision);
      client.send(RawClient.upgradeRequest("/hub/late"));
      assertThat(client.read().status()).isEqualTo(503);

      FakeConnection connection = server.endpoint().newConnection();
      decision.complete(new EndpointAnswer.Attach(connection));

      Awaitility.await().until(connection::isAbandoned);
    }
  }

  @Test
  void aPollThatWaitsIsNotLate() {
    try (EchoServer server =
            EchoServer.start(
                http -> http.answerTimeout(TIMEOUT),
                hub -> hub.longPollTimeout(TIMEOUT.multipliedBy(3)));
        FallbackClient client = FallbackClient.poll(EchoServer.HUB, server.port())) {
      assertThat(client.poll().status()).isEqualTo(200);
    }
  }
}
