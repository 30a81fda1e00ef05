package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Attach;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who may use a hub, who is told to the engine, and on which thread that is found out. */
class CallerTest {
  private final TestEndpoint test = TestEndpoint.authenticated();

  private static HttpRequest.Builder as(String user, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + user);
  }

  @Test
  void nobodyIsRefusedWhereAUserIsRequired() {
    List<EndpointAnswer> answers =
        List.of(
            test.ask(post("/secure/negotiate").query("negotiateVersion", "1")),
            test.ask(get("/secure/negotiate")),
            test.upgrade(get("/secure")),
            test.ask(get("/secure").header("Accept", "text/event-stream")),
            test.ask(HttpRequest.builder("PUT", "/secure")));

    for (EndpointAnswer answer : answers) {
      assertThat(line(answer)).isEqualTo("401");
      assertThat(((Respond) answer).headers()).containsEntry("WWW-Authenticate", "Bearer");
    }
    assertThat(test.endpoint().pendingNegotiations()).isZero();
  }

  @Test
  void aRefusedTokenIsRefusedWhereAUserIsRequired() {
    EndpointAnswer answer = test.ask(as("forged", post("/secure/negotiate")));

    assertThat(line(answer)).isEqualTo("401");
    assertThat(((Respond) answer).headers())
        .containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    assertThat(line(test.upgrade(as("forged", get("/secure"))))).isEqualTo("401");
  }

  @Test
  void aRefusedTokenIsNobodyOnAnOpenHub() {
    test.attach((Attach) test.upgrade(as("forged", get("/test"))));

    assertThat(test.accepted.get(0).user()).isEmpty();
    assertThat(test.accepted.get(0).userId()).isNull();
  }

  @Test
  void theTokenMayBeInTheHeaderOrInTheQuery() {
    assertThat(line(test.ask(as("ann", post("/secure/negotiate"))))).startsWith("200 ");
    assertThat(line(test.upgrade(get("/secure").query("access_token", "ann")))).isEqualTo("101");
  }

  @Test
  void theTokenIsNeededAgainToConnect() {
    TestEndpoint.Negotiated negotiated =
        TestEndpoint.Negotiated.read(
            TestEndpoint.body(
                test.ask(as("ann", post("/secure/negotiate").query("negotiateVersion", "1")))));

    assertThat(line(test.upgrade(get("/secure").query("id", negotiated.secret()))))
        .isEqualTo("401");
    assertThat(line(test.upgrade(as("cem", get("/secure").query("id", negotiated.secret())))))
        .isEqualTo("101");
  }

  @Test
  void theUserWhoConnectsCountsNotTheOneWhoNegotiated() {
    TestEndpoint.Negotiated negotiated =
        TestEndpoint.Negotiated.read(
            TestEndpoint.body(
                test.ask(as("ann", post("/test/negotiate").query("negotiateVersion", "1")))));

    test.attach((Attach) test.upgrade(as("cem", get("/test").query("id", negotiated.secret()))));

    assertThat(test.accepted.get(0).user()).map(HubUser::id).contains("cem");
    assertThat(test.accepted.get(0).userId()).isEqualTo("cem");
  }

  @Test
  void theApplicationMayChooseTheUserId() {
    TestEndpoint named =
        TestEndpoint.with(
            builder ->
                builder.userIdProvider((request, user) -> request.query("name").orElse(null)));

    named.attach((Attach) named.upgrade(get("/test").query("name", "ann")));

    assertThat(named.accepted.get(0).userId()).isEqualTo("ann");
    assertThat(named.accepted.get(0).user()).isEmpty();
  }

  @Test
  void applicationCodeRunsOnTheHubExecutorOnly() {
    CompletableFuture<EndpointAnswer> answer =
        test.endpoint().handle(get("/test").build(), true).toCompletableFuture();
    assertThat(answer).isNotDone();
    assertThat(test.hubTasks).hasSize(1);

    test.runHubTasks();

    assertThat(answer).isCompletedWithValueMatching(Attach.class::isInstance);
  }

  @Test
  void theUserIdProviderRunsOnTheHubExecutorWithoutAnAuthenticatorToo() {
    TestEndpoint named =
        TestEndpoint.with(builder -> builder.userIdProvider((request, user) -> "ann"));

    assertThat(named.endpoint().handle(get("/test").build(), true).toCompletableFuture())
        .isNotDone();
    assertThat(named.endpoint().handle(post("/test/negotiate").build(), false))
        .isCompleted(); // No connection is opened: nobody is asked.
  }

  @Test
  void withoutApplicationCodeTheAnswerIsThereAtOnce() {
    TestEndpoint open = TestEndpoint.open();

    assertThat(open.endpoint().handle(get("/test").build(), true)).isCompleted();
    assertThat(open.endpoint().handle(post("/test/negotiate").build(), false)).isCompleted();
    assertThat(open.hubTasks).isEmpty();
  }

  @Test
  void aFailingAuthenticatorIsAnsweredWith500() {
    TestEndpoint failing =
        TestEndpoint.with(
            builder ->
                builder.authenticator(
                    request -> {
                      throw new IllegalStateException("directory is down for Bearer secret");
                    }));

    assertThat(line(failing.ask(as("secret", post("/test/negotiate"))))).isEqualTo("500");
    assertThat(line(failing.ask(post("/test/negotiate")))).isEqualTo("500");
  }

  @Test
  void anErrorOfTheApplicationDoesNotLeaveTheRequestUnanswered() {
    TestEndpoint failing =
        TestEndpoint.with(
            builder ->
                builder.authenticator(
                    request -> {
                      throw new StackOverflowError("deep");
                    }));

    assertThat(line(failing.ask(post("/test/negotiate")))).isEqualTo("500");
  }

  @Test
  void aFailingUserIdProviderLeavesTheConnectionUnused() {
    TestEndpoint failing =
        TestEndpoint.with(
            builder ->
                builder.userIdProvider(
                    (request, user) ->
                        request.query("name").orElseThrow(IllegalArgumentException::new)));
    String token = failing.negotiate("1").secret();

    assertThat(line(failing.upgrade(get("/test").query("id", token)))).isEqualTo("500");
    assertThat(line(failing.upgrade(get("/test").query("id", token).query("name", "ann"))))
        .isEqualTo("101");
  }

  @Test
  void aUserIdWithHalfASurrogatePairFailsTheRequestThatOpensALink() {
    TestEndpoint named =
        TestEndpoint.with(builder -> builder.userIdProvider((request, user) -> "ann\ud83d"));
    TestEndpoint authenticated =
        TestEndpoint.with(
            builder -> builder.authenticator(request -> HubUser.of("\ude00, the low half")));

    assertThat(line(named.upgrade(get("/test")))).isEqualTo("500");
    assertThat(line(authenticated.upgrade(get("/test")))).isEqualTo("500");
    assertThat(named.accepted).isEmpty();
    assertThat(authenticated.accepted).isEmpty();
  }

  @Test
  void aUserIdThatIsTooLongIsRefusedAndTheAnswerSaysSo() {
    TestEndpoint named =
        TestEndpoint.with(
            builder -> builder.userIdProvider((request, user) -> request.query("u").orElse("")));

    named.attach((Attach) named.upgrade(get("/test").query("u", "x".repeat(512))));
    Respond refused = (Respond) named.upgrade(get("/test").query("u", "x".repeat(513)));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "the user id has 513 characters, more than HubOptions.maxUserIdLength allows, which is"
                + " 512");
    assertThat(named.accepted).hasSize(1);
  }

  @Test
  void aFullHubExecutorIsAnsweredWith503() {
    HubEndpoint full =
        HubEndpoint.builder(TestEndpoint.full())
            .authenticator(TestEndpoint.TOKEN_IS_USER)
            .hub(
                new HubMapping(
                    "/test",
                    HubOptions.builder().build(),
                    (request, link) -> {
                      throw new AssertionError("not reached");
                    }))
            .build();

    Respond answer =
        (Respond) full.handle(post("/test/negotiate").build(), false).toCompletableFuture().join();

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  @Test
  void aHubThatRequiresAUserNeedsAnAuthenticator() {
    HubOptions requireAuthenticatedUser =
        HubOptions.builder().requireAuthenticatedUser(true).build();
    HubMapping hub =
        new HubMapping(
            "/secure",
            requireAuthenticatedUser,
            (request, link) -> {
              throw new AssertionError("not reached");
            });

    assertThatThrownBy(() -> HubEndpoint.builder(Runnable::run).hub(hub).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the hub at /secure requires a user, but there is no authenticator");
  }
}
