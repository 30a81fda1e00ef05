package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.TransportType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tries out the transport of {@code docs/writing-a-transport.md} with requests of a client. */
class JdkHttpTransportIT {
  private static final Pattern TOKEN = Pattern.compile("\"connectionToken\":\"([^\"]+)\"");

  private final JdkHttpTransport transport = new JdkHttpTransport();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HubServer server =
      HubServer.builder()
          .transport(transport)
          .hub(
              "/chat",
              ChatHub.class,
              ChatHub::new,
              hub -> hub.options(o -> o.transports(Set.of(TransportType.LONG_POLLING))))
          .build();

  /** Says the same to all. */
  public static final class ChatHub extends Hub {
    /** Returns the length. */
    public int say(String text) {
      clients().all().send("said", text);
      return text.length();
    }
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + transport.port() + "/chat" + path));
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private String connect() throws IOException, InterruptedException {
    String negotiated =
        send(to("/negotiate?negotiateVersion=1").POST(BodyPublishers.noBody()).build());
    Matcher token = TOKEN.matcher(negotiated);
    assertThat(token.find()).as(negotiated).isTrue();
    String query = "?id=" + token.group(1);
    assertThat(send(to(query).build())).isEmpty();
    post(query, "{\"protocol\":\"json\",\"version\":1}\u001e");
    assertThat(send(to(query).build())).isEqualTo("{}\u001e");
    return query;
  }

  private void post(String query, String messages) throws IOException, InterruptedException {
    send(to(query).POST(BodyPublishers.ofString(messages)).build());
  }

  private String pollUntil(String query, String... expected)
      throws IOException, InterruptedException {
    StringBuilder received = new StringBuilder();
    for (String each : expected) {
      while (received.indexOf(each) < 0) {
        received.append(send(to(query).build()));
      }
    }
    return received.toString();
  }

  @Test
  void aClientThatPollsCallsAHubAndHearsIt() throws Exception {
    String ann = connect();
    String bob = connect();
    String text = "ä".repeat(10_000); // Of several pieces.

    post(
        ann,
        "{\"type\":1,\"invocationId\":\"1\",\"target\":\"say\",\"arguments\":[\""
            + text
            + "\"]}\u001e");

    pollUntil(ann, "\"result\":10000", "\"said\"");
    assertThat(pollUntil(bob, "\"said\"")).contains(text);
  }

  @Test
  void aPollWaitsAndEndsWithTheServer() throws Exception {
    String ann = connect();
    CompletableFuture<HttpResponse<String>> poll =
        http.sendAsync(to(ann).build(), BodyHandlers.ofString());

    server.stop();

    assertThat(poll.handle((response, failure) -> true).get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatIsNoHubIsNotFound() throws Exception {
    HttpResponse<String> response =
        http.send(to("rooms").build(), BodyHandlers.ofString()); // /chatrooms

    assertThat(response.statusCode()).isEqualTo(404);
  }
}
