package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.TransportType;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the hub's path that are no WebSockets. */
class OtherRequestsTest {
  private static final String EVENTS = "text/event-stream";

  private final TestEndpoint test =
      TestEndpoint.withOptions(
          options -> options.transports(EnumSet.of(TransportType.WEB_SOCKETS)));

  private static HttpRequest.Builder events() {
    return get("/test").header("Accept", EVENTS);
  }

  @Test
  void aGetNeedsAnId() {
    assertThat(line(test.ask(get("/test")))).isEqualTo("400 text/plain Connection ID required");
    assertThat(line(test.ask(get("/test").query("id", ""))))
        .isEqualTo("400 text/plain Connection ID required");
    assertThat(line(test.ask(events()))).isEqualTo("400 text/plain Connection ID required");
  }

  @Test
  void aGetNeedsAKnownId() {
    String unknown = "404 text/plain No Connection with that ID";
    assertThat(line(test.ask(get("/test").query("id", "unknown")))).isEqualTo(unknown);
    assertThat(line(test.ask(events().query("id", "unknown")))).isEqualTo(unknown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/event-stream       | ServerSentEvents",
        "TEXT/event-stream, */*  | ServerSentEvents",
        "text/event-stream;q=0.5 | LongPolling",
        "*/*                     | LongPolling"
      })
  void transportsThatAreNotOfferedAreNotSupported(String accept, String transport) {
    String token = test.negotiate("1").secret();

    assertThat(line(test.ask(get("/test").header("Accept", accept).query("id", token))))
        .isEqualTo(
            "404 text/plain " + transport + " transport not supported by this end point type");
  }

  @Test
  void aRefusedTransportLeavesTheConnectionFreeForAnother() {
    String token = test.negotiate("1").secret();
    test.ask(events().query("id", token));

    assertThat(test.connect(token).connectionToken()).contains(token);
  }

  @Test
  void anEventStreamIsMeantEvenWhereAnUpgradeIsAskedFor() {
    assertThat(line(test.upgrade(events()))).isEqualTo("400 text/plain Connection ID required");
  }

  @Test
  void aConnectionInUseDoesNotChangeItsTransport() {
    TestEndpoint all = TestEndpoint.open();
    String token = all.negotiate("1").secret();
    all.connect(token);

    String refused = "400 text/plain Cannot change transports mid-connection";
    assertThat(line(all.ask(events().query("id", token)))).isEqualTo(refused);
    assertThat(line(all.ask(get("/test").query("id", token)))).isEqualTo(refused);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void sendingAndEndingNeedAKnownId(String method) {
    assertThat(line(test.ask(HttpRequest.builder(method, "/test"))))
        .isEqualTo("400 text/plain Connection ID required");
    assertThat(line(test.ask(HttpRequest.builder(method, "/test").query("id", "unknown"))))
        .isEqualTo("404 text/plain No Connection with that ID");
  }

  @Test
  void nothingIsPostedToAWebSocketConnection() {
    String token = test.negotiate("1").secret();
    String refused = "405 text/plain POST requests are not allowed for WebSocket connections.";
    assertThat(line(test.ask(post("/test").query("id", token)))).isEqualTo(refused);

    test.connect(token);

    assertThat(line(test.ask(post("/test").query("id", token)))).isEqualTo(refused);
  }

  @Test
  void aWebSocketConnectionIsNotDeleted() {
    String token = test.negotiate("1").secret();
    test.connect(token);

    assertThat(line(test.ask(HttpRequest.builder("DELETE", "/test").query("id", token))))
        .isEqualTo("400 text/plain Cannot terminate this connection using the DELETE endpoint.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "HEAD", "OPTIONS", "BREW"})
  void otherMethodsAreNotAllowed(String method) {
    assertThat(line(test.ask(HttpRequest.builder(method, "/test")))).isEqualTo("405 text/plain");
    assertThat(line(test.ask(HttpRequest.builder(method, "/test").query("id", "unknown"))))
        .isEqualTo("405 text/plain");
  }
}
