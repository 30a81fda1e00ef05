package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the balancer's cookie does, request by request. */
@TestInstance(Lifecycle.PER_CLASS)
class StickySessionIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private ChatFarm farm;

  @BeforeAll
  void startFarm() {
    farm = new ChatFarm(LoadBalancer.Kind.HAPROXY);
  }

  @AfterAll
  void stopFarm() {
    if (farm != null) {
      farm.close();
    }
  }

  @Test
  void webSocketThatComesToAnotherServerThanNegotiatedIsAnsweredWith404() throws Exception {
    for (int i = 0; i < 4; i++) {
      Negotiated negotiated = negotiate();
      String other = ChatFarm.other(negotiated.server());

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> connect(negotiated.token(), other))
          .havingCause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(404));
      connect(negotiated.token(), negotiated.server()).abort();
    }
  }

  @Test
  void newVisitorsAreSpreadOverTheServers() throws Exception {
    Set<String> servers = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      servers.add(negotiate().server());
    }

    assertThat(servers).containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c", "a/b"})
  void cookieThatNamesNoServerIsReplaced(String cookie) throws Exception {
    assertThat(Http.stickyServer(Http.get(farm.front(), "nave_server=" + cookie))).isPresent();
  }

  private record Negotiated(String token, String server) {}

  /** Negotiates as somebody who has no cookie. */
  private Negotiated negotiate() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        Http.post(farm.front() + "chat/negotiate?negotiateVersion=1&name=Ada");
    return new Negotiated(
        JsonMapper.shared().readTree(answer.body()).required("connectionToken").stringValue(),
        Http.stickyServer(answer).orElseThrow());
  }

  private WebSocket connect(String token, String server) throws Exception {
    String address = farm.front().replaceFirst("^http", "ws") + "chat?name=Ada&id=" + token;
    return CLIENT
        .newWebSocketBuilder()
        .header("Cookie", "nave_server=" + server)
        .buildAsync(URI.create(address), new WebSocket.Listener() {})
        .get(30, TimeUnit.SECONDS);
  }
}
