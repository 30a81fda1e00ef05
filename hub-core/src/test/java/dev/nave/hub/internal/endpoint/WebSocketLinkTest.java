package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HubOptions;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.endpoint.TestEndpoint.Negotiated;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketLinkTest {
  private final TestEndpoint test = TestEndpoint.open();

  private String upgrade(String id) {
    return line(test.upgrade(get("/test").query("id", id)));
  }

  @Test
  void withoutAnIdAConnectionIsMade() {
    test.attach((Attach) test.upgrade(get("/test").query("how", "hub")));

    ConnectionRequest request = test.accepted.get(0);
    assertThat(request.connectionId()).matches("[A-Za-z0-9_-]{22}");
    assertThat(request.connectionToken()).isEmpty();
    assertThat(request.httpRequest().query("how")).contains("hub");
    assertThat(request.user()).isEmpty();
    assertThat(request.userId()).isNull();
    assertThat(request.transport()).isEqualTo(TransportType.WEB_SOCKETS);
    assertThat(request.statefulReconnect()).isFalse();
    assertThat(upgrade(request.connectionId())).isEqualTo("404 text/plain");
  }

  @Test
  void withAnEmptyIdAConnectionIsMade() {
    assertThat(upgrade("")).isEqualTo("101");
  }

  @Test
  void theTokenOpensTheNegotiatedConnection() {
    Negotiated negotiated = test.negotiate("1");

    ConnectionRequest request = test.connect(negotiated.secret());

    assertThat(request.connectionId()).isEqualTo(negotiated.id());
    assertThat(request.connectionToken()).contains(negotiated.secret());
    assertThat(request.toString()).doesNotContain(negotiated.secret());
  }

  @Test
  void theIdOpensAConnectionOfVersion0() {
    Negotiated negotiated = test.negotiate("0");

    assertThat(test.connect(negotiated.id()).connectionId()).isEqualTo(negotiated.id());
  }

  @Test
  void theNameOfTheIdParameterIgnoresCase() {
    Negotiated negotiated = test.negotiate("1");

    assertThat(line(test.upgrade(get("/test").query("ID", negotiated.secret())))).isEqualTo("101");
  }

  @Test
  void theIdIsNotTheToken() {
    assertThat(upgrade(test.negotiate("1").id())).isEqualTo("404 text/plain");
  }

  @Test
  void anUnknownIdIsNotFound() {
    assertThat(upgrade("unknown")).isEqualTo("404 text/plain");
  }

  @Test
  void twoIdsAreUnknown() {
    String token = test.negotiate("1").secret();

    assertThat(line(test.upgrade(get("/test").query("id", token).query("id", "x"))))
        .isEqualTo("404 text/plain");
  }

  @Test
  void aConnectionInUseIsAConflictAndOneThatIsOverIsNotFound() {
    String token = test.negotiate("1").secret();
    ConnectionRequest request = test.connect(token);
    assertThat(upgrade(token)).isEqualTo("409 text/plain");

    request.ended();
    request.ended();

    assertThat(upgrade(token)).isEqualTo("404 text/plain");
    assertThat(test.endpoint().pendingNegotiations()).isZero();
  }

  @Test
  void aConnectionIsInUseFromTheAnswerOnNotFromTheLinkOn() {
    String token = test.negotiate("1").secret();
    test.upgrade(get("/test").query("id", token));

    assertThat(upgrade(token)).isEqualTo("409 text/plain");
  }

  @Test
  void anAbandonedConnectionIsOver() {
    String token = test.negotiate("1").secret();

    ((Attach) test.upgrade(get("/test").query("id", token))).connection().abandon();

    assertThat(upgrade(token)).isEqualTo("404 text/plain");
  }

  @Test
  void aConnectionThatTheEngineRefusesIsOver() {
    TestEndpoint refusing =
        TestEndpoint.with(
            builder ->
                builder.hub(
                    new HubMapping(
                        "/full",
                        HubOptions.builder().build(),
                        (request, link) -> {
                          throw new IllegalStateException("no room");
                        })));
    Negotiated negotiated =
        Negotiated.read(
            TestEndpoint.body(
                refusing.ask(TestEndpoint.post("/full/negotiate").query("negotiateVersion", "1"))));
    Attach attach = (Attach) refusing.upgrade(get("/full").query("id", negotiated.secret()));

    assertThatThrownBy(() -> refusing.attach(attach)).hasMessage("no room");

    assertThat(line(refusing.upgrade(get("/full").query("id", negotiated.secret()))))
        .isEqualTo("404 text/plain");
  }

  @Test
  void aTokenIsGoodForItsOwnHubOnly() {
    TestEndpoint two =
        TestEndpoint.with(
            builder ->
                builder.hub(
                    new HubMapping(
                        "/other",
                        HubOptions.builder().build(),
                        (request, link) -> {
                          throw new AssertionError("not reached");
                        })));
    String token = two.negotiate("1").secret();

    assertThat(line(two.upgrade(get("/other").query("id", token)))).isEqualTo("404 text/plain");
    assertThat(line(two.upgrade(get("/test").query("id", token)))).isEqualTo("101");
  }

  @Test
  void anUnusedTokenExpiresAtTheDisconnectTimeout() {
    Duration timeout = HubOptions.builder().build().disconnectTimeout();
    String late = test.negotiate("1").secret();
    String inTime = test.negotiate("1").secret();

    test.passTime(timeout.minusNanos(1));
    test.endpoint().tick();
    assertThat(upgrade(inTime)).isEqualTo("101");
    test.passTime(Duration.ofNanos(1));

    assertThat(upgrade(late)).isEqualTo("404 text/plain"); // Even before the next tick.
    assertThat(test.endpoint().pendingNegotiations()).isZero();
  }

  @Test
  void aConnectionInUseDoesNotExpire() {
    String token = test.negotiate("1").secret();
    test.connect(token);

    test.passTime(Duration.ofHours(1));
    test.endpoint().tick();

    assertThat(upgrade(token)).isEqualTo("409 text/plain");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 366L * 24 * 3600})
  void aVeryLongDisconnectTimeoutDoesNotOverflow(long seconds) {
    TestEndpoint patient =
        TestEndpoint.withOptions(options -> options.disconnectTimeout(Duration.ofSeconds(seconds)));
    String token = patient.negotiate("1").secret();

    patient.passTime(Duration.ofDays(364));
    patient.endpoint().tick();

    assertThat(line(patient.upgrade(get("/test").query("id", token)))).isEqualTo("101");
  }

  @Test
  void ofManyWhoConnectWithOneTokenExactlyOneWins() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        String token = test.negotiate("1").secret();
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          answers.add(
              pool.submit(
                  () -> {
                    start.await();
                    return line(
                        test.endpoint()
                            .handle(get("/test").query("id", token).build(), true)
                            .toCompletableFuture()
                            .join());
                  }));
        }
        start.countDown();

        List<String> lines = new ArrayList<>();
        for (Future<String> answer : answers) {
          lines.add(answer.get());
        }
        assertThat(lines).containsOnlyOnce("101").contains("409 text/plain").hasSize(threads);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(test.endpoint().pendingNegotiations()).isZero();
  }
}
