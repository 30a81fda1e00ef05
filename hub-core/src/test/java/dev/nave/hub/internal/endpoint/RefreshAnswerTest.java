package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.AccessTokenIssuer;
import dev.nave.hub.AuthenticationRefresh;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.NegotiateRedirect;
import dev.nave.hub.NegotiateRedirector;
import dev.nave.hub.RedirectedRefresh;
import dev.nave.hub.RedirectedRefresher;
import dev.nave.hub.RefreshAnswer;
import dev.nave.hub.internal.accept.Acceptor;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.endpoint.TestEndpoint.Negotiated;
import dev.nave.hub.internal.fakes.RecordingReceiver;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application adds to the answer of a refresh, and refreshes of clients elsewhere. */
class RefreshAnswerTest {
  private final List<AuthenticationRefresh> issued = new ArrayList<>();
  private final List<RedirectedRefresh> passedOn = new ArrayList<>();
  private final List<ConnectionRequest> opened = new ArrayList<>();

  private TestEndpoint issuing(AccessTokenIssuer issuer) {
    return serve(
        null,
        new RefreshHooks(
            refresh -> !refresh.next().roles().contains("suspended"),
            refresh -> {
              issued.add(refresh);
              return issuer.issue(refresh);
            },
            null));
  }

  private TestEndpoint redirecting(RedirectedRefresher elsewhere) {
    return serve(
        (request, user) ->
            CompletableFuture.completedFuture(
                user.filter(found -> found.id().equals("local")).isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        NegotiateRedirect.to("https://b.example/chat").withAccessToken("b-token"))),
        new RefreshHooks(
            refresh -> true,
            null,
            refresh -> {
              passedOn.add(refresh);
              return elsewhere.refresh(refresh);
            }));
  }

  private TestEndpoint serve(@Nullable NegotiateRedirector redirector, RefreshHooks hooks) {
    Acceptor acceptor =
        (request, link) -> {
          opened.add(request);
          return new RecordingReceiver();
        };
    HubOptions options = HubOptions.builder().authenticationRefresh(true).build();
    return TestEndpoint.with(
        builder ->
            builder
                .authenticator(RefreshAnswerTest::userOfToken)
                .hub(
                    new HubMapping(
                        "/chat",
                        options,
                        acceptor,
                        new HubEntryPolicy(Admission.OF_ALL, redirector, hooks))));
  }

  /** {@code user:role:seconds to live}. */
  private static @Nullable HubUser userOfToken(HttpRequest request) {
    String token = Authenticator.bearerToken(request);
    if (token == null) {
      return null;
    }
    String[] parts = token.split(":", 3);
    HubUser user = HubUser.of(parts[0]).withRoles(Set.of(parts[1]));
    return parts.length < 3
        ? user
        : user.withExpiresAt(Instant.now().plusSeconds(Long.parseLong(parts[2])));
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token);
  }

  private Negotiated connect(TestEndpoint test, String token) {
    Negotiated negotiated =
        Negotiated.read(
            TestEndpoint.body(
                test.ask(as(token, post("/chat/negotiate").query("negotiateVersion", "1")))));
    test.attach((Attach) test.upgrade(as(token, get("/chat").query("id", negotiated.secret()))));
    return negotiated;
  }

  private static HttpRequest.Builder refreshing(String id, String token) {
    return as(token, post("/chat/refresh").query("id", id));
  }

  private static CompletionStage<Optional<String>> token(String value) {
    return CompletableFuture.completedFuture(Optional.of(value));
  }

  private Set<String> roles() {
    return opened.get(0).user().orElseThrow().roles();
  }

  @Test
  void aClientGetsTheTokenThatTheApplicationMakes() {
    TestEndpoint test = issuing(refresh -> token("fresh\"for-" + refresh.next().id()));
    Negotiated ann = connect(test, "ann:guest");

    assertThat(line(test.ask(refreshing(ann.secret(), "ann:admin:3600"))))
        .matches(
            "200 application/json"
                + " \\{\"accessToken\":\"fresh\\\\\"for-ann\",\"tokenLifetimeSeconds\":3[56]\\d\\d}");

    assertThat(roles()).containsExactly("admin");
    assertThat(issued.get(0).connectionId()).isEqualTo(ann.id());
    assertThat(issued.get(0).previous().roles()).containsExactly("guest");
  }

  @Test
  void aClientKeepsItsTokenWhereTheApplicationMakesNone() {
    TestEndpoint test = issuing(refresh -> CompletableFuture.completedFuture(Optional.empty()));
    Negotiated ann = connect(test, "ann:guest");

    assertThat(line(test.ask(refreshing(ann.secret(), "ann:admin"))))
        .isEqualTo("200 application/json {}");
    assertThat(roles()).containsExactly("admin");
  }

  @Test
  void noTokenIsMadeForOneWhoIsRefused() {
    TestEndpoint test = issuing(refresh -> token("never"));
    Negotiated ann = connect(test, "ann:guest");

    assertThat(line(test.ask(refreshing(ann.secret(), "bob:guest")))).startsWith("403 ");
    assertThat(line(test.ask(refreshing(ann.secret(), "ann:suspended")))).startsWith("403 ");
    assertThat(line(test.ask(post("/chat/refresh").query("id", ann.secret())))).startsWith("401 ");
    assertThat(line(test.ask(refreshing("nowhere", "ann:guest")))).startsWith("404 ");
    assertThat(issued).isEmpty();
  }

  @Test
  void theUserIsTakenWhenTheTokenIsThereAndOnTheHubExecutor() {
    CompletableFuture<Optional<String>> later = new CompletableFuture<>();
    TestEndpoint test = issuing(refresh -> later);
    Negotiated ann = connect(test, "ann:guest");
    var answer =
        test.endpoint()
            .handle(refreshing(ann.secret(), "ann:admin").build(), false)
            .toCompletableFuture();
    test.runHubTasks();
    assertThat(answer).isNotDone();
    assertThat(roles()).containsExactly("guest");

    later.complete(Optional.of("fresh"));
    assertThat(roles()).containsExactly("guest");
    test.runHubTasks();

    assertThat(roles()).containsExactly("admin");
    assertThat(line(answer.join())).endsWith("{\"accessToken\":\"fresh\"}");
  }

  @Test
  void aTokenThatComesWhenTheConnectionIsOverIsNotHandedOut() {
    CompletableFuture<Optional<String>> later = new CompletableFuture<>();
    TestEndpoint test = issuing(refresh -> later);
    Negotiated ann = connect(test, "ann:guest");
    var answer =
        test.endpoint()
            .handle(refreshing(ann.secret(), "ann:admin").build(), false)
            .toCompletableFuture();
    test.runHubTasks();

    opened.get(0).ended();
    later.complete(Optional.of("fresh"));
    test.runHubTasks();

    assertThat(line(answer.join()))
        .isEqualTo("404 application/json {\"error\":\"connection_not_found\"}");
  }

  @Test
  void anIssuerThatFailsChangesNothing() {
    TestEndpoint failing =
        issuing(refresh -> CompletableFuture.failedFuture(new IllegalStateException("no key")));
    Negotiated ann = connect(failing, "ann:guest");

    assertThat(((Respond) failing.ask(refreshing(ann.secret(), "ann:admin"))).status())
        .isEqualTo(500);
    assertThat(roles()).containsExactly("guest");
  }

  @Test
  void aLifetimeIsNoLongerThanClientsCanRead() {
    TestEndpoint test = issuing(refresh -> CompletableFuture.completedFuture(Optional.empty()));
    Negotiated ann = connect(test, "ann:guest");

    assertThat(line(test.ask(refreshing(ann.secret(), "ann:admin:3000000000"))))
        .endsWith("{\"tokenLifetimeSeconds\":2147483647}");
  }

  @Test
  void anAnonymousConnectionMayBeRefreshedAnonymously() {
    TestEndpoint test = issuing(refresh -> token("never"));
    Negotiated negotiated =
        Negotiated.read(
            TestEndpoint.body(test.ask(post("/chat/negotiate").query("negotiateVersion", "1"))));
    test.attach((Attach) test.upgrade(get("/chat").query("id", negotiated.secret())));

    assertThat(line(test.ask(post("/chat/refresh").query("id", negotiated.secret()))))
        .isEqualTo("200 application/json {}");
    assertThat(issued).isEmpty();
  }

  // Clients that were sent elsewhere.

  @Test
  void aRedirectSaysHowLongTheProofLastsIfItCanBeRenewedHere() {
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(RefreshAnswer.accepted()));
    HttpRequest.Builder ask =
        as("ann:guest:3600", post("/chat/negotiate").query("negotiateVersion", "1"));

    assertThat(line(test.ask(ask)))
        .matches(
            ".*\"accessToken\":\"b-token\",\"availableTransports\":\\[],"
                + "\"tokenLifetimeSeconds\":3[56]\\d\\d}");
    assertThat(line(test.ask(as("ann:guest:3600", post("/chat/negotiate")))))
        .doesNotContain("tokenLifetimeSeconds");
  }

  @Test
  void aRefreshOfAConnectionElsewhereIsPassedOn() {
    TestEndpoint test =
        redirecting(
            refresh ->
                CompletableFuture.completedFuture(
                    RefreshAnswer.accepted()
                        .withAccessToken("b-token-2")
                        .withLifetime(Duration.ofMinutes(5))));

    assertThat(line(test.ask(refreshing("Secret-of_b", "ann:admin:3600"))))
        .isEqualTo(
            "200 application/json {\"accessToken\":\"b-token-2\",\"tokenLifetimeSeconds\":300}");

    assertThat(passedOn.get(0).connectionToken()).isEqualTo("Secret-of_b");
    assertThat(passedOn.get(0).user().roles()).containsExactly("admin");
    assertThat(passedOn.get(0).request().path()).isEqualTo("/chat/refresh");
    assertThat(passedOn.get(0)).hasToString("RedirectedRefresh[user=ann]");
  }

  @Test
  void theLifetimeIsThatOfTheProofUnlessTheApplicationSaysOtherwise() {
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(RefreshAnswer.accepted()));

    assertThat(line(test.ask(refreshing("b", "ann:admin:3600"))))
        .matches(".* \\{\"tokenLifetimeSeconds\":3[56]\\d\\d}");
    assertThat(line(test.ask(refreshing("b", "ann:admin")))).endsWith(" {}");
  }

  @Test
  void whatTheOtherServerRefusesIsRefused() {
    List<RefreshAnswer> answers =
        new ArrayList<>(List.of(RefreshAnswer.rejected(), RefreshAnswer.notFound()));
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(answers.remove(0)));

    assertThat(line(test.ask(refreshing("b", "ann:admin"))))
        .isEqualTo("403 application/json {\"error\":\"permission_change_rejected\"}");
    assertThat(line(test.ask(refreshing("b", "ann:admin"))))
        .isEqualTo("404 application/json {\"error\":\"connection_not_found\"}");
  }

  @Test
  void anAnonymousRefreshIsNotPassedOn() {
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(RefreshAnswer.accepted()));

    assertThat(line(test.ask(post("/chat/refresh").query("id", "b"))))
        .isEqualTo("401 application/json {\"error\":\"invalid_token\"}");
    assertThat(passedOn).isEmpty();
  }

  @Test
  void whatThisServerHasIsNotPassedOn() {
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(RefreshAnswer.accepted()));
    Negotiated local = connect(test, "local:guest");

    assertThat(line(test.ask(refreshing(local.secret(), "local:admin")))).startsWith("200 ");
    assertThat(line(test.ask(refreshing(local.secret(), "ann:admin")))).startsWith("403 ");
    assertThat(roles()).containsExactly("admin");
    assertThat(passedOn).isEmpty();
  }

  @Test
  void aTokenOfFiveHundredAndTwelveCharactersIsPassedOnAndALongerOneIsNot() {
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(RefreshAnswer.accepted()));

    assertThat(line(test.ask(refreshing("b".repeat(512), "ann:admin")))).startsWith("200 ");
    assertThat(line(test.ask(refreshing("b".repeat(513), "ann:admin")))).startsWith("404 ");
    assertThat(passedOn).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b&id=c", "b/../c", "b c", "b%26", "b#c", "é", "b\r\nc"})
  void aTokenThatCouldBeMoreThanATokenInAUrlIsNone(String id) {
    TestEndpoint test =
        redirecting(refresh -> CompletableFuture.completedFuture(RefreshAnswer.accepted()));

    assertThat(line(test.ask(refreshing(id, "ann:admin"))))
        .isEqualTo("404 application/json {\"error\":\"connection_not_found\"}");
    assertThat(passedOn).isEmpty();
  }

  @Test
  void anAnswerNeedsATokenThatFitsIntoAHeaderAndATimeThatIsLeft() {
    assertThatThrownBy(() -> RefreshAnswer.accepted().withAccessToken("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("a b");
    assertThatThrownBy(() -> RefreshAnswer.accepted().withLifetime(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lifetime must be positive but was PT0S");
    assertThat(RefreshAnswer.accepted().withAccessToken("secret"))
        .hasToString("RefreshAnswer[ACCEPTED]");
  }
}
