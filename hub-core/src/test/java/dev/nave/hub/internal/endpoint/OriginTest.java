package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From which pages a hub may be used, and what browsers are told. */
class OriginTest {
  private final TestEndpoint closed = TestEndpoint.open();
  private final TestEndpoint listed =
      TestEndpoint.withOptions(
          options ->
              options.allowedOrigins(Set.of("https://App.example", "http://localhost:3000")));
  private final TestEndpoint all =
      TestEndpoint.withOptions(
          options -> options.allowedOrigins(Set.of("*")).allowCredentials(false));

  private static HttpRequest.Builder from(String origin, HttpRequest.Builder request) {
    return request.header("Origin", origin).header("Host", "chat.example");
  }

  private static HttpRequest.Builder preflight(String origin, String path) {
    return from(origin, HttpRequest.builder("OPTIONS", path))
        .header("Access-Control-Request-Method", "POST");
  }

  @Test
  void requestsWithoutAnOriginPass() {
    Respond answer = (Respond) closed.ask(post("/test/negotiate"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Vary", "Origin")
        .doesNotContainKey("Access-Control-Allow-Origin");
  }

  @ParameterizedTest
  @CsvSource({
    "https://chat.example,      chat.example",
    "http://chat.example,       chat.example",
    "https://chat.example,      CHAT.example:443",
    "http://chat.example:80,    chat.example",
    "http://chat.example:8080,  chat.example:8080",
    "http://[::1]:8080,         [::1]:8080"
  })
  void pagesOfTheServerItselfPass(String origin, String host) {
    assertThat(line(closed.upgrade(get("/test").header("Origin", origin).header("Host", host))))
        .isEqualTo("101");
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example,          chat.example",
    "https://chat.example.evil,     chat.example",
    "https://chat.example:8443,     chat.example",
    "https://chat.example,          chat.example:80",
    "ftp://chat.example,            chat.example",
    "null,                          chat.example",
    "chat.example,                  chat.example",
    "https://chat.example/path,     chat.example",
    "https://user@chat.example,     chat.example",
    "https://,                      ''",
    "https://chat.example,          ''",
    "https://chat.example:999999,   chat.example:999999999"
  })
  void otherPagesAreRefused(String origin, String host) {
    assertThat(line(closed.upgrade(get("/test").header("Origin", origin).header("Host", host))))
        .startsWith("403 text/plain Origin ")
        .endsWith(" is not allowed: HubOptions.allowedOrigins does not name it");
  }

  @Test
  void aRefusalIsNotReadableForThePage() {
    Respond answer = (Respond) closed.ask(from("https://evil.example", post("/test/negotiate")));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers())
        .containsEntry("Vary", "Origin")
        .doesNotContainKey("Access-Control-Allow-Origin");
    assertThat(closed.endpoint().pendingNegotiations()).isZero();
  }

  @Test
  void aRefusalShowsAClippedAndPrintableOrigin() {
    String body = line(closed.ask(from("\u0000\u00e9".repeat(500), get("/test"))));

    assertThat(body).hasSizeLessThan(250).matches("[ -~]+");
  }

  @Test
  void overTlsOnlyHttpsPagesAreTheServersOwn() {
    assertThat(line(closed.upgrade(from("http://chat.example", get("/test").secure(true)))))
        .startsWith("403 ");
    assertThat(line(closed.upgrade(from("https://chat.example", get("/test").secure(true)))))
        .isEqualTo("101");
  }

  @Test
  void aForwardedProtocolMakesTheCheckStricterNeverLooser() {
    HttpRequest.Builder downgraded =
        from("http://chat.example", get("/test")).header("X-Forwarded-Proto", "https, http");
    HttpRequest.Builder loosened =
        from("http://chat.example", get("/test").secure(true)).header("X-Forwarded-Proto", "http");

    assertThat(line(closed.upgrade(downgraded))).startsWith("403 ");
    assertThat(line(closed.upgrade(loosened))).startsWith("403 ");
  }

  @Test
  void twoOriginsAreRefused() {
    HttpRequest.Builder request =
        from("https://chat.example", get("/test")).header("Origin", "https://evil.example");

    assertThat(line(closed.upgrade(request))).startsWith("403 ");
    assertThat(line(all.upgrade(request))).startsWith("403 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://app.example", "https://APP.example:443", "http://localhost:3000"})
  void listedOriginsPassAndAreNamed(String origin) {
    Respond answer = (Respond) listed.ask(from(origin, post("/test/negotiate")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", origin)
        .containsEntry("Access-Control-Allow-Credentials", "true")
        .containsEntry("Vary", "Origin");
    assertThat(line(listed.upgrade(from(origin, get("/test"))))).isEqualTo("101");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://app.example", "https://app.example:8443", "http://localhost", "null"})
  void originsThatDifferInSchemeOrPortAreNotListed(String origin) {
    assertThat(line(listed.upgrade(from(origin, get("/test"))))).startsWith("403 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "capacitor://localhost", "file://"})
  void theStarAllowsAllAndNamesTheConcreteOrigin(String origin) {
    Respond answer = (Respond) all.ask(from(origin, post("/test/negotiate")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", origin)
        .doesNotContainKey("Access-Control-Allow-Credentials");
  }

  @Test
  void whatIsNoOriginIsNotAllowedByTheStarEither() {
    assertThat(line(all.ask(from("x\r\ny: z", post("/test/negotiate"))))).startsWith("403 ");
    assertThat(line(all.ask(from("https://" + "a".repeat(600), get("/test"))))).startsWith("403 ");
  }

  @Test
  void refusalsOfAnAllowedOriginAreReadableForThePage() {
    Respond answer = (Respond) listed.ask(from("https://app.example", get("/test")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", "https://app.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/test", "/test/negotiate"})
  void aPreflightSaysWhatMayBeSent(String path) {
    Respond answer = (Respond) listed.ask(preflight("https://app.example", path));

    assertThat(line(answer)).isEqualTo("204");
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", "https://app.example")
        .containsEntry("Access-Control-Allow-Credentials", "true")
        .containsEntry("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .containsEntry(
            "Access-Control-Allow-Headers",
            "authorization, cache-control, content-type, x-requested-with, x-signalr-user-agent")
        .containsEntry("Access-Control-Max-Age", "7200")
        .containsEntry("Vary", "Origin");
  }

  @Test
  void aPreflightAllowsHeadersOfTheApplication() {
    Respond answer =
        (Respond)
            listed.ask(
                preflight("https://app.example", "/test/negotiate")
                    .header(
                        "Access-Control-Request-Headers",
                        "x-tenant,X-Requested-With, bad name,," + "x".repeat(100)));

    assertThat(answer.headers().get("Access-Control-Allow-Headers"))
        .isEqualTo(
            "authorization, cache-control, content-type, x-requested-with, x-signalr-user-agent, "
                + "x-tenant");
  }

  @Test
  void aPreflightIsAnsweredBeforeAnybodyIsAuthenticated() {
    TestEndpoint secure = TestEndpoint.authenticated();

    assertThat(
            secure
                .endpoint()
                .handle(preflight("https://chat.example", "/secure/negotiate").build(), false))
        .isCompletedWithValueMatching(answer -> ((Respond) answer).status() == 204);
    assertThat(secure.hubTasks).isEmpty();
  }

  @Test
  void aPreflightOfAnotherPageIsRefused() {
    assertThat(line(closed.ask(preflight("https://evil.example", "/test/negotiate"))))
        .startsWith("403 ");
  }

  @Test
  void optionsThatAreNoPreflightAreNotAllowed() {
    assertThat(
            line(closed.ask(from("https://chat.example", HttpRequest.builder("OPTIONS", "/test")))))
        .isEqualTo("405 text/plain");
  }

  @Test
  void anUnauthorizedAnswerIsReadableForThePage() {
    TestEndpoint secure = TestEndpoint.authenticated();

    Respond answer = (Respond) secure.ask(from("https://chat.example", post("/secure/negotiate")));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers())
        .containsEntry("Access-Control-Allow-Origin", "https://chat.example");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto, https",
    "X-Forwarded-Proto, wss",
    "X-Forwarded-Proto, WSS",
    "X-Forwarded-Proto, 'https, http'",
    "X-Forwarded-Proto, 'wss,http'",
    "Forwarded,         proto=https",
    "Forwarded,         'for=\"[::1]:5\"; Proto=\"WSS\"; host=x, proto=http'",
  })
  void behindAProxyThatSpokeTlsOnlyHttpsPagesAreTheServersOwn(String header, String value) {
    assertThat(
            line(closed.upgrade(from("http://chat.example", get("/test")).header(header, value))))
        .startsWith("403 ");
    assertThat(
            line(closed.upgrade(from("https://chat.example", get("/test")).header(header, value))))
        .isEqualTo("101");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto, http",
    "X-Forwarded-Proto, ws",
    "X-Forwarded-Proto, 'http, https'",
    "Forwarded,         'for=10.0.0.1;proto=http'",
    "Forwarded,         'for=10.0.0.1'",
  })
  void aProxyThatSpokeNoTlsRulesOutNeitherScheme(String header, String value) {
    for (String page : new String[] {"http://chat.example", "https://chat.example"}) {
      assertThat(line(closed.upgrade(from(page, get("/test")).header(header, value))))
          .isEqualTo("101");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Proto, ''",
    "X-Forwarded-Proto, httpss",
    "X-Forwarded-Proto, 'h2, https'",
    "Forwarded,         proto=spdy",
  })
  void aForwardedSchemeThatIsNotKnownRulesOutTheServersOwnPages(String header, String value) {
    for (String page : new String[] {"http://chat.example", "https://chat.example"}) {
      assertThat(line(closed.upgrade(from(page, get("/test")).header(header, value))))
          .startsWith("403 ");
    }
    assertThat(
            line(listed.upgrade(from("https://app.example", get("/test")).header(header, value))))
        .isEqualTo("101");
  }

  @Test
  void aForwardedHostIsNotRead() {
    HttpRequest.Builder request =
        from("https://app.example", get("/test"))
            .header("X-Forwarded-Host", "app.example")
            .header("Forwarded", "host=app.example;proto=https");

    assertThat(line(closed.upgrade(request))).startsWith("403 ");
  }

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.,       chat.example",
    "https://chat.example,        chat.example.",
    "https://chat.example,        chat.example:",
    "https://[::1],               [::1]:8443",
    "https://[::1],               ::1",
    "https://chat.example:70000,  chat.example:70000",
  })
  void namesThatAreNotTheSameAreNotTakenForTheSame(String origin, String host) {
    assertThat(line(closed.upgrade(get("/test").header("Origin", origin).header("Host", host))))
        .startsWith("403 ");
  }

  @Test
  void pagesThatOnlyTheStarAllowsAreServedAsIfTheyHadNoCredentials() {
    List<HttpRequest> seen = new ArrayList<>();
    TestEndpoint open =
        TestEndpoint.with(
            builder ->
                builder.authenticator(
                    request -> {
                      seen.add(request);
                      return null;
                    }),
            HubOptions.builder().allowedOrigins(Set.of("*")).allowCredentials(false).build());
    for (String page : List.of("https://evil.example", "https://chat.example")) {
      open.upgrade(
          from(page, get("/test"))
              .header("Cookie", "session=1")
              .header("Authorization", "Basic YTpi")
              .header("Authorization", "Bearer token")
              .query("access_token", "t"));
    }

    assertThat(seen.get(0).headers()).doesNotContainKey("cookie").containsKey("host");
    assertThat(seen.get(0).headers().get("authorization")).containsExactly("Bearer token");
    assertThat(seen.get(0).query("access_token")).contains("t");
    assertThat(seen.get(1).headers()).containsKey("cookie");
  }

  @Test
  void withoutCredentialsNoAnswerSaysThatTheyMayBeSent() {
    TestEndpoint named =
        TestEndpoint.withOptions(
            options ->
                options.allowedOrigins(Set.of("https://app.example")).allowCredentials(false));

    assertThat(
            ((Respond) named.ask(from("https://app.example", post("/test/negotiate")))).headers())
        .containsEntry("Access-Control-Allow-Origin", "https://app.example")
        .doesNotContainKey("Access-Control-Allow-Credentials");
    assertThat(((Respond) named.ask(preflight("https://app.example", "/test"))).headers())
        .doesNotContainKey("Access-Control-Allow-Credentials");
  }
}
