package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.HubOptions;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.FakeRequest;
import dev.nave.hub.internal.fakes.RecordingLog;
import dev.nave.hub.internal.fakes.RecordingReceiver;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.RefusalLog;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class ResponseHeadersTest {
  private static final String COOKIE = "node=a; Path=/";

  private final TestEndpoint endpoint =
      TestEndpoint.with(
          builder -> builder.responseHeaders(request -> Map.of("Set-Cookie", COOKIE)));

  private String token() {
    return endpoint.negotiate("1").secret();
  }

  private static @Nullable String cookie(EndpointAnswer answer) {
    return ((Respond) answer).headers().get("Set-Cookie");
  }

  @Test
  void areInTheAnswerToNegotiate() {
    Respond answer = (Respond) endpoint.ask(post("/test/negotiate"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(cookie(answer)).isEqualTo(COOKIE);
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
  }

  @Test
  void areInAnErrorAnswer() {
    Respond answer = (Respond) endpoint.ask(get("/test").query("id", "unknown"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(cookie(answer)).isEqualTo(COOKIE);
  }

  @Test
  void areNotAskedForWhereARefusalIsToBeCheap() {
    AtomicInteger asked = new AtomicInteger();
    TestEndpoint full =
        TestEndpoint.with(
            builder ->
                builder
                    .options(ServerOptions.builder().maxConnections(1).build())
                    .responseHeaders(
                        request -> {
                          asked.incrementAndGet();
                          return Map.of("X-A", "b");
                        }));
    full.upgrade(get("/test"));
    assertThat(asked).hasValue(1);

    assertThat(((Respond) full.upgrade(get("/test"))).status()).isEqualTo(503);
    Respond foreign =
        (Respond) full.ask(post("/test/negotiate").header("Origin", "https://x.example"));
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(asked).hasValue(1);
  }

  @Test
  void areInTheResponseThatCompletesAnUpgrade() {
    Attach answer = (Attach) endpoint.upgrade(get("/test").query("id", token()));

    assertThat(answer.headers()).isEqualTo(Map.of("Set-Cookie", COOKIE));
  }

  @Test
  void areInTheBeginningOfAnEventStream() {
    Stream answer =
        (Stream)
            endpoint.ask(get("/test").query("id", token()).header("Accept", "text/event-stream"));

    assertThat(cookie(answer.beginning())).isEqualTo(COOKIE);
  }

  @Test
  void areInTheAnswerToAPoll() {
    EndpointAnswer answer = endpoint.ask(get("/test").query("id", token()));
    FakeRequest first = FakeRequest.begin(new FakeLoop(), answer);

    assertThat(cookie(first.answer())).isEqualTo(COOKIE);
  }

  @Test
  void leaveTheHeadersOfTheEndpointAsTheyAre() {
    TestEndpoint greedy =
        TestEndpoint.with(
            builder ->
                builder.responseHeaders(request -> Map.of("cache-control", "public", "X-A", "b")));

    Respond answer = (Respond) greedy.ask(post("/test/negotiate"));

    assertThat(answer.headers())
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("X-A", "b")
        .doesNotContainKey("cache-control");
  }

  @Test
  void areNotAskedForWhereNoHubIsMapped() {
    assertThat(endpoint.ask(get("/nowhere"))).isInstanceOf(EndpointAnswer.NotMapped.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', c, is not the name of a header",
    "'', c, is not the name of a header",
    "Content-length, 5, is a header that the server sets itself",
    "Sec-WebSocket-Accept, 5, is a header that the server sets itself",
    "X-A, 'a\nX-B: c', has a character that no header may have",
    "X-A, ' b', begins or ends with a space or tab",
    "X-A, 'b\t', begins or ends with a space or tab",
    "X-A, '\u20ac', has a character that no header may have"
  })
  void thatNoResponseMayHaveAreRefused(String name, String value, String reason) {
    ResponseHeaders headers = new ResponseHeaders(request -> Map.of(name, value));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> headers.of(get("/test").build()))
        .withMessageContaining(reason)
        .withMessageStartingWith("responseHeaders: ");
  }

  @Test
  void thatAreRefusedMakeTheAnswer500() {
    TestEndpoint wrong =
        TestEndpoint.with(builder -> builder.responseHeaders(request -> Map.of("X-A", "a\nb")));

    Respond answer = (Respond) wrong.ask(post("/test/negotiate"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void cannotBeMadeByABusyServerWhichIsAnsweredWith503AndLogged() {
    RecordingLog lines = new RecordingLog(Level.WARN);
    HubEndpoint busy =
        HubEndpoint.builder(TestEndpoint.full())
            .hub(
                new HubMapping(
                    "/test",
                    HubOptions.builder().build(),
                    (request, link) -> new RecordingReceiver()))
            .responseHeaders(request -> Map.of())
            .refusalLog(new RefusalLog(lines, System::nanoTime))
            .build();

    EndpointAnswer answer =
        busy.handle(post("/test/negotiate").build(), false).toCompletableFuture().join();

    assertThat(((Respond) answer).status()).isEqualTo(503);
    assertThat(((Respond) answer).headers()).containsEntry("Retry-After", "5");
    assertThat(lines.take()).singleElement().asString().contains("its hub executor takes no work");
  }
}
