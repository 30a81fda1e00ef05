package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.TransportType;
import dev.nave.hub.internal.fakes.RecordingLog;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.hub.transport.TransportReceiver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** What an operator sees of refused requests. */
class RefusalLogTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // The clock may wrap around.
  private final RecordingLog lines = new RecordingLog(Level.INFO);
  private final RefusalLog log = new RefusalLog(lines, nanos::get);

  private void passTime(Duration time) {
    nanos.addAndGet(time.toNanos());
    log.tick();
  }

  private void refuse(Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      log.refused(kind, () -> "refused");
    }
  }

  @Test
  void writesAFewLinesOfAKindAndCountsTheOthers() {
    refuse(Kind.ORIGIN, RefusalLog.MAX_LINES);
    assertThat(lines.take()).hasSize(RefusalLog.MAX_LINES).containsOnly("INFO refused");

    refuse(Kind.ORIGIN, 995);
    passTime(RefusalLog.INTERVAL.minusNanos(1));
    assertThat(lines.take()).isEmpty();
    passTime(Duration.ofNanos(1));

    assertThat(lines.take())
        .containsExactly(
            "INFO 995 more requests were refused for the same reason (HubOptions.allowedOrigins)"
                + " within PT1M, not logged one by one");
    passTime(RefusalLog.INTERVAL);
    assertThat(lines.take()).isEmpty();
  }

  @Test
  void writesLinesAgainInTheNextInterval() {
    refuse(Kind.ORIGIN, RefusalLog.MAX_LINES);
    passTime(RefusalLog.INTERVAL);
    lines.take();

    refuse(Kind.ORIGIN, 1);

    assertThat(lines.take()).containsExactly("INFO refused");
  }

  @Test
  void oneKindTakesNoLinesFromAnother() {
    refuse(Kind.ORIGIN, 100);
    lines.take();

    refuse(Kind.PENDING_NEGOTIATIONS, 1);

    assertThat(lines.take()).containsExactly("WARN refused");
  }

  @Test
  void atDebugEveryLineIsWritten() {
    RecordingLog all = new RecordingLog(Level.DEBUG);
    RefusalLog chatty = new RefusalLog(all, nanos::get);

    for (int i = 0; i < RefusalLog.MAX_LINES + 2; i++) {
      chatty.refused(Kind.ORIGIN, () -> "refused");
    }
    chatty.refused(() -> "a client's own affair");

    assertThat(all.take())
        .hasSize(RefusalLog.MAX_LINES + 3)
        .endsWith("DEBUG refused", "DEBUG refused", "DEBUG a client's own affair");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void noLineIsMadeThatIsNotWritten(Kind kind) {
    RefusalLog silent = new RefusalLog(new RecordingLog(Level.ERROR), nanos::get);

    silent.refused(
        kind,
        () -> {
          throw new AssertionError("made");
        });
  }

  // The refusals of the endpoint.

  private TestEndpoint endpoint(UnaryOperator<HubEndpointBuilder> settings) {
    return TestEndpoint.with(
        builder ->
            settings.apply(
                builder
                    .refusalLog(log)
                    .hub(new HubMapping("/ws", WEB_SOCKETS_ONLY, (r, l) -> IGNORING))));
  }

  private static final TransportReceiver IGNORING = IgnoringReceiver.INSTANCE;

  private static final HubOptions WEB_SOCKETS_ONLY =
      HubOptions.builder()
          .transports(Set.of(TransportType.WEB_SOCKETS))
          .minimumNegotiateVersion(1)
          .build();

  private TestEndpoint bounded(UnaryOperator<ServerOptions.Builder> bounds) {
    return endpoint(builder -> builder.options(bounds.apply(ServerOptions.builder()).build()));
  }

  private TestEndpoint endpoint() {
    return endpoint(builder -> builder);
  }

  private static HttpRequest.Builder from(HttpRequest.Builder request) {
    return request.remoteAddress(InetSocketAddress.createUnresolved("a.client", 5));
  }

  @Test
  void aPageThatMayNotUseTheHubIsShownBesideWhatItWasComparedWith() {
    endpoint()
        .ask(
            from(post("/test/negotiate"))
                .header("Origin", "https://chat.example:8443")
                .header("Host", "chat.example")
                .header("X-Forwarded-Proto", "wss")
                .query("access_token", "secret"));

    assertThat(lines.take())
        .singleElement()
        .asString()
        .startsWith(
            "INFO hub /test: POST refused with 403: Origin https://chat.example:8443 is no page of"
                + " this server, with Host chat.example and X-Forwarded-Proto wss, and"
                + " HubOptions.allowedOrigins does not name it (from a.client")
        .doesNotContain("secret");
  }

  @Test
  void whatAClientSentStaysOnItsLineAndIsShort() {
    endpoint()
        .ask(
            get("/test")
                .header("Origin", "https://a.example\nERROR forged" + "x".repeat(5_000))
                .header("Host", "\u001b[31m" + "h".repeat(5_000)));

    assertThat(lines.take()).singleElement().asString().hasSizeLessThan(600).matches("[ -~]+");
  }

  @Test
  void boundsThatAreReachedWarnAndNameTheirOption() {
    TestEndpoint full = bounded(bounds -> bounds.maxPendingNegotiations(1));
    full.negotiate("1");
    full.negotiate("1");

    assertThat(lines.take())
        .containsExactly(
            "WARN hub /test: as many negotiated connections are not in use yet as"
                + " ServerOptions.maxPendingNegotiations allows, which is 1; the oldest one of an"
                + " unknown address gave way, which has 1 left");
  }

  @Test
  void pollsBeyondTheirBoundWarnAndNameTheirOption() {
    TestEndpoint full = bounded(bounds -> bounds.maxPollingConnections(1));
    full.ask(get("/test").query("id", full.negotiate("1").secret()));
    EndpointAnswer answer = full.ask(get("/test").query("id", full.negotiate("1").secret()));

    assertThat(TestEndpoint.line(answer))
        .isEqualTo(
            "503 text/plain as many connections poll as ServerOptions.maxPollingConnections"
                + " allows, which is 1");
    assertThat(lines.take()).singleElement().asString().contains("maxPollingConnections");
  }

  @Test
  void aTokenOfAnotherServerHintsAtTheBalancer() {
    endpoint().upgrade(get("/test").query("id", "from-elsewhere"));
    endpoint().ask(get("/test").query("id", "from-elsewhere"));

    assertThat(lines.take())
        .hasSize(2)
        .allMatch(line -> line.contains("sticky sessions") && !line.contains("from-elsewhere"));
  }

  @Test
  void aTokenThatIsNotBelievedIsToldWithTheReasonAndWithoutTheToken() {
    endpoint(builder -> builder.authenticator(TestEndpoint.TOKEN_IS_USER))
        .ask(post("/test/negotiate").header("Authorization", "Bearer forged"));

    assertThat(lines.take()).containsExactly("INFO hub /test: token refused: not signed by us");
  }

  @Test
  void optionsThatNarrowAHubAreNamed() {
    TestEndpoint narrow = endpoint();
    narrow.ask(post("/ws/negotiate").query("negotiateVersion", "0"));
    String token =
        TestEndpoint.Negotiated.read(
                TestEndpoint.body(narrow.ask(post("/ws/negotiate").query("negotiateVersion", "1"))))
            .secret();
    narrow.ask(get("/ws").query("id", token));

    assertThat(lines.take())
        .satisfiesExactly(
            line -> assertThat(line).contains("HubOptions.minimumNegotiateVersion, which is 1"),
            line -> assertThat(line).contains("LongPolling is not offered: HubOptions.transports"));
  }

  @Test
  void mistakesOfClientsAndAStopAreNoMatterForAnOperator() {
    TestEndpoint endpoint = endpoint();
    endpoint.ask(get("/test/negotiate"));
    endpoint.ask(get("/test"));
    endpoint.endpoint().stopAccepting();
    endpoint.ask(post("/test/negotiate"));

    assertThat(lines.take()).isEmpty();
  }

  @Test
  void theTickOfTheEndpointSumsUp() {
    TestEndpoint endpoint = endpoint();
    for (int i = 0; i <= RefusalLog.MAX_LINES; i++) {
      endpoint.ask(get("/test").header("Origin", "https://evil.example").header("Host", "x"));
    }
    lines.take();
    nanos.addAndGet(RefusalLog.INTERVAL.toNanos());

    endpoint.endpoint().tick();

    assertThat(lines.take()).singleElement().asString().startsWith("INFO 1 more requests");
  }
}
