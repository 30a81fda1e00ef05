package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.NegotiateRedirect;
import dev.nave.hub.NegotiateRedirector;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are sent to a hub elsewhere when they negotiate. */
class NegotiateRedirectTest {
  private static final HttpRequest.Builder ASK =
      post("/moved/negotiate").query("negotiateVersion", "1");

  private static TestEndpoint moved(NegotiateRedirector redirector) {
    return TestEndpoint.with(
        builder ->
            builder
                .authenticator(TestEndpoint.TOKEN_IS_USER)
                .hub(
                    new HubMapping(
                        "/moved",
                        HubOptions.builder().build(),
                        (request, link) -> {
                          throw new AssertionError("not connected here");
                        },
                        new HubEntryPolicy(Admission.OF_ALL, redirector, refresh -> true))));
  }

  private static TestEndpoint movedTo(NegotiateRedirect redirect) {
    return moved((request, user) -> CompletableFuture.completedFuture(Optional.of(redirect)));
  }

  @Test
  void theAnswerNamesUrlAndTokenAndNoConnection() {
    TestEndpoint test =
        movedTo(NegotiateRedirect.to("https://b.example/chat?shard=2").withAccessToken("a\"\\.b"));

    assertThat(line(test.ask(ASK)))
        .isEqualTo(
            "200 application/json {\"negotiateVersion\":1,"
                + "\"url\":\"https://b.example/chat?shard=2\",\"accessToken\":\"a\\\"\\\\.b\","
                + "\"availableTransports\":[]}");
    assertThat(test.endpoint().pendingNegotiations()).isZero();
  }

  @Test
  void aRedirectMayLeaveTheClientItsToken() {
    assertThat(line(movedTo(NegotiateRedirect.to("http://b.example:81/chat")).ask(ASK)))
        .endsWith("\"url\":\"http://b.example:81/chat\",\"availableTransports\":[]}");
  }

  @Test
  void whoIsNotRedirectedIsServedHere() {
    TestEndpoint test =
        moved((request, user) -> CompletableFuture.completedFuture(Optional.empty()));

    assertThat(line(test.ask(ASK))).contains("\"connectionToken\":").doesNotContain("url");
    assertThat(test.endpoint().pendingNegotiations()).isOne();
  }

  @Test
  void theUserDecidesAndMayBeAskedForElsewhere() {
    CompletableFuture<Optional<NegotiateRedirect>> later = new CompletableFuture<>();
    TestEndpoint test =
        moved(
            (request, user) ->
                later.thenApply(
                    to ->
                        user.filter(ann -> ann.id().equals("ann")).isPresent()
                            ? to
                            : Optional.empty()));

    var ann =
        test.endpoint()
            .handle(post("/moved/negotiate").header("Authorization", "Bearer ann").build(), false)
            .toCompletableFuture();
    var nobody =
        test.endpoint().handle(post("/moved/negotiate").build(), false).toCompletableFuture();
    test.runHubTasks();
    assertThat(ann).isNotDone();
    later.complete(Optional.of(NegotiateRedirect.to("https://b.example/chat")));
    test.runHubTasks();

    assertThat(line(ann.join())).contains("https://b.example/chat");
    assertThat(line(nobody.join())).contains("connectionId");
  }

  @Test
  void versionsAreLookedAtFirst() {
    TestEndpoint test = movedTo(NegotiateRedirect.to("https://b.example/chat"));

    assertThat(line(test.ask(post("/moved/negotiate").query("negotiateVersion", "x"))))
        .contains("{\"error\":");
    assertThat(line(test.ask(post("/moved/negotiate"))))
        .contains("{\"negotiateVersion\":0,\"url\":");
  }

  @Test
  void aRedirectorThatFailsIsAnsweredWith500() {
    TestEndpoint failing =
        moved(
            (request, user) ->
                CompletableFuture.failedFuture(new IllegalStateException("a secret")));
    TestEndpoint throwing =
        moved(
            (request, user) -> {
              throw new IllegalStateException("a secret");
            });

    for (TestEndpoint test : new TestEndpoint[] {failing, throwing}) {
      Respond answer = (Respond) test.ask(ASK);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chat", "ftp://b.example/chat", "javascript:alert(1)", "https:///chat"})
  void aRedirectGoesToHttpOnly(String url) {
    assertThatThrownBy(() -> NegotiateRedirect.to(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nb", "é"})
  void aTokenHasToFitIntoAHeader(String token) {
    assertThatThrownBy(() -> NegotiateRedirect.to("https://b.example").withAccessToken(token))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neitherTokenNorQueryIsShown() {
    assertThat(NegotiateRedirect.to("https://b.example/chat?key=secret").withAccessToken("secret"))
        .hasToString("NegotiateRedirect[https://b.example/chat]");
  }
}
