package dev.nave.hub.internal.endpoint;

import static dev.nave.hub.internal.endpoint.TestEndpoint.get;
import static dev.nave.hub.internal.endpoint.TestEndpoint.line;
import static dev.nave.hub.internal.endpoint.TestEndpoint.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.HubUser;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who is let into a hub, and what the others are told. */
class AdmissionTest {
  private final CompletableFuture<Boolean> later = new CompletableFuture<>();

  private static TestEndpoint guarded(Admission admission) {
    return TestEndpoint.with(
        builder ->
            builder
                .authenticator(TestEndpoint.TOKEN_IS_USER)
                .hub(
                    new HubMapping(
                        "/guarded",
                        HubOptions.builder().build(),
                        (request, link) -> {
                          throw new AssertionError("not connected here");
                        },
                        new HubEntryPolicy(admission, null, refresh -> true))));
  }

  private static CompletionStage<Boolean> onlyAnn(HttpRequest request, Optional<HubUser> user) {
    return CompletableFuture.completedFuture(
        user.filter(found -> found.id().equals("ann")).isPresent());
  }

  private static HttpRequest.Builder as(String user, HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + user);
  }

  @Test
  void theWrongUserIsForbiddenAndNobodyMayComeBackWithAProof() {
    TestEndpoint test = guarded(AdmissionTest::onlyAnn);

    assertThat(line(test.ask(as("ann", post("/guarded/negotiate"))))).startsWith("200 ");
    assertThat(line(test.upgrade(as("ann", get("/guarded"))))).isEqualTo("101");
    for (EndpointAnswer answer :
        List.of(
            test.ask(as("bob", post("/guarded/negotiate"))),
            test.upgrade(as("bob", get("/guarded"))),
            test.ask(as("bob", post("/guarded/refresh"))),
            test.ask(as("bob", get("/guarded").header("Accept", "text/event-stream"))))) {
      assertThat(line(answer)).isEqualTo("403");
      assertThat(((Respond) answer).headers()).doesNotContainKey("WWW-Authenticate");
    }
    Respond nobody = (Respond) test.ask(post("/guarded/negotiate"));
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.headers()).containsEntry("WWW-Authenticate", "Bearer");
    Respond forged = (Respond) test.ask(as("forged", post("/guarded/negotiate")));
    assertThat(forged.headers())
        .containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }

  @Test
  void aPageMayReadTheRefusal() {
    TestEndpoint test = guarded(AdmissionTest::onlyAnn);

    Respond answer =
        (Respond)
            test.ask(
                as("bob", post("/guarded/negotiate"))
                    .header("Host", "a.example")
                    .header("Origin", "https://a.example"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers()).containsEntry("Access-Control-Allow-Origin", "https://a.example");
  }

  @Test
  void theAnswerMayTakeItsTimeAndWhatFollowsIsDoneOnTheHubExecutor() {
    TestEndpoint test = guarded((request, user) -> later);
    var answer =
        test.endpoint()
            .handle(as("ann", post("/guarded/negotiate")).build(), false)
            .toCompletableFuture();
    test.runHubTasks();
    assertThat(answer).isNotDone();

    later.complete(true);
    assertThat(answer).isNotDone();
    test.runHubTasks();

    assertThat(line(answer.join())).startsWith("200 ");
  }

  @Test
  void anAdmissionIsAskedOnTheHubExecutorEvenWithoutAnAuthenticator() {
    TestEndpoint test =
        TestEndpoint.with(
            builder ->
                builder.hub(
                    new HubMapping(
                        "/guarded",
                        HubOptions.builder().build(),
                        (request, link) -> {
                          throw new AssertionError("not connected here");
                        },
                        new HubEntryPolicy(AdmissionTest::onlyAnn, null, refresh -> true))));

    var answer =
        test.endpoint().handle(post("/guarded/negotiate").build(), false).toCompletableFuture();
    assertThat(answer).isNotDone();
    test.runHubTasks();

    assertThat(line(answer.join())).isEqualTo("401");
  }

  @Test
  void whatCannotBeFoundOutIsAnsweredWith500() {
    IllegalStateException failure = new IllegalStateException("the database is away");
    for (Admission broken :
        List.<Admission>of(
            (request, user) -> CompletableFuture.failedFuture(failure),
            (request, user) -> {
              throw failure;
            })) {
      TestEndpoint test = guarded(broken);
      assertThat(line(test.ask(as("ann", post("/guarded/negotiate"))))).isEqualTo("500");
      assertThat(test.endpoint().pendingNegotiations()).isZero();
    }
  }
}
