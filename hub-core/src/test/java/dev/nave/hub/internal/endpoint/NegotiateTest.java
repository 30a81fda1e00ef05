package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.body;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.internal.endpoint.TestEndpoint.Negotiated;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiateTest {
  private static final String ALL_TRANSPORTS =
      "\"availableTransports\":[{\"transport\":\"WebSockets\",\"transferFormats\":[\"Text\",\"Binary\"]},{\"transport\":\"ServerSentEvents\",\"transferFormats\":[\"Text\"]},{\"transport\":\"LongPolling\",\"transferFormats\":[\"Text\",\"Binary\"]}]}";

  private final TestEndpoint test = TestEndpoint.open();

  @ParameterizedTest
  @ValueSource(strings = {"1", "7", "2147483647", "+1", " 1\t", "001"})
  void version1HasASecretTokenAndHigherVersionsAreClamped(String version) {
    Negotiated answer = test.negotiate(version);

    assertThat(answer.shape())
        .isEqualTo(
            "{\"negotiateVersion\":1,\"connectionId\":\"<id>\",\"connectionToken\":\"<token>\","
                + ALL_TRANSPORTS);
    assertThat(answer.id()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(answer.token());
    assertThat(answer.token()).matches("[A-Za-z0-9_-]{22}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-0"})
  void version0IsTheDefaultAndHasOneId(String version) {
    assertThat(test.negotiate(version).shape())
        .isEqualTo("{\"negotiateVersion\":0,\"connectionId\":\"<id>\"," + ALL_TRANSPORTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "", "1.0", "1,1", "99999999999", "- 1", "\u0661"})
  void versionThatIsNoIntegerIsAnErrorWithStatus200(String version) {
    EndpointAnswer answer = test.ask(post("/test/negotiate").query("negotiateVersion", version));

    assertThat(line(answer))
        .isEqualTo(
            "200 application/json "
                + "{\"error\":\"The client requested a non-integer protocol version.\"}");
    assertThat(test.endpoint().pendingNegotiations()).isZero();
  }

  @Test
  void versionGivenTwiceIsNoInteger() {
    HttpRequest.Builder twice =
        post("/test/negotiate").query("negotiateVersion", "1").query("negotiateVersion", "1");

    assertThat(body(test.ask(twice))).contains("non-integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-01"})
  void negativeVersionIsNotSupported(String version) {
    assertThat(line(test.ask(post("/test/negotiate").query("negotiateVersion", version))))
        .isEqualTo(
            "200 application/json {\"error\":\"The client requested version '-1', "
                + "but the server does not support this version.\"}");
  }

  @Test
  void missingVersionCountsAs0ForTheLowestVersionAnswered() {
    TestEndpoint strict = TestEndpoint.withOptions(options -> options.minimumNegotiateVersion(1));

    assertThat(body(strict.ask(post("/test/negotiate"))))
        .isEqualTo(
            "{\"error\":\"The client requested version '0', "
                + "but the server does not support this version.\"}");
    assertThat(strict.negotiate("1").token()).isNotNull();
  }

  @Test
  void namesOfQueryParametersIgnoreCase() {
    assertThat(body(test.ask(post("/test/negotiate").query("NEGOTIATEversion", "1"))))
        .contains("connectionToken");
  }

  @Test
  void statefulReconnectIsNotOfferedUnasked() {
    HttpRequest.Builder asking =
        post("/test/negotiate")
            .query("negotiateVersion", "1")
            .query("useStatefulReconnect", "true");

    assertThat(body(test.ask(asking))).doesNotContain("useStatefulReconnect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "HEAD"})
  void otherMethodsAreNotAllowed(String method) {
    assertThat(line(test.ask(HttpRequest.builder(method, "/test/negotiate"))))
        .isEqualTo("405 text/plain");
  }

  @Test
  void answersAreNotCached() {
    Respond answer = (Respond) test.ask(post("/test/negotiate"));

    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void unusedConnectionsAreBoundedAndCounted() {
    TestEndpoint small = TestEndpoint.bounded(bounds -> bounds.maxPendingNegotiations(2));
    Negotiated first = small.negotiate("1");
    Negotiated second = small.negotiate("1");
    small.negotiate("1");

    assertThat(small.endpoint().pendingNegotiations()).isEqualTo(2);
    assertThat(small.endpoint().displacedNegotiations()).isEqualTo(1);
    assertThat(line(small.upgrade(TestEndpoint.get("/test").query("id", first.secret()))))
        .startsWith("404 ");

    small.connect(second.secret()); // What is in use does not count.
    small.negotiate("1");
    assertThat(small.endpoint().pendingNegotiations()).isEqualTo(2);
    assertThat(small.endpoint().displacedNegotiations()).isEqualTo(1);
  }

  @Test
  void unusedConnectionsThatExpireMakeRoom() {
    TestEndpoint small = TestEndpoint.bounded(bounds -> bounds.maxPendingNegotiations(1));
    small.negotiate("1");

    small.passTime(Duration.ofSeconds(15));
    small.endpoint().tick();

    assertThat(small.endpoint().pendingNegotiations()).isZero();
    small.negotiate("1");
  }

  @Test
  void aStoppingServerTakesNoNewClients() {
    Negotiated before = test.negotiate("1");
    test.endpoint().stopAccepting();

    assertThat(((Respond) test.ask(post("/test/negotiate"))).status()).isEqualTo(503);
    assertThat(line(test.upgrade(TestEndpoint.get("/test").query("id", before.secret()))))
        .startsWith("503 ");
    assertThat(line(test.ask(post("/test")))).startsWith("400 ");
  }
}
