package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Official Java clients that the server asks. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.nave.conformance.Served#everyWay")
class JavaClientResultsIT {
  private static final String UNICODE = "héllo ✓ 😀";

  @RegisterExtension static final RunningServer server = new RunningServer();

  private final JavaClients clients;

  JavaClientResultsIT(Served served) {
    clients = new JavaClients(server.url(served.by()), served.way());
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void theCallerIsAsked() {
    JavaClient a = clients.connect();
    a.answers(question -> Single.just("because of " + question));

    assertThat(a.invoke(String.class, "Ask", UNICODE)).isEqualTo("answer: because of " + UNICODE);
  }

  @Test
  void anotherClientIsAsked() {
    JavaClient a = clients.connect();
    JavaClient b = clients.connect();
    b.answers(question -> Single.just("b: " + question));
    String id = b.invoke(String.class, "ConnectionId");

    assertThat(a.invoke(String.class, "AskOther", id, "why?")).isEqualTo("answer: b: why?");
  }

  @Test
  void anErrorOfTheClientReachesTheHubMethod() {
    JavaClient a = clients.connect();
    a.answers(question -> Single.error(new IllegalStateException("no idea")));

    assertThat(a.invoke(String.class, "Ask", "why?")).isEqualTo("failed: no idea");
  }

  @Test
  void anAnswerOfTheWrongTypeIsNone() {
    JavaClient a = clients.connect();
    a.answers(question -> Single.just("many"));

    assertThat(a.invoke(String.class, "AskInt", "how many?"))
        .startsWith("failed: Error trying to deserialize result to ");
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
  }

  /** The client does not get as far as to notice that there is no method. */
  @Test
  void aClientThatHasNoSuchMethodAnswersWithAnError() {
    JavaClient a = clients.connect();

    assertThat(a.invoke(String.class, "Ask", "why?"))
        .isEqualTo("failed: Client failed to parse argument(s).");
  }

  @Test
  void callsGoOnWhileTheClientIsAsked() throws Exception {
    JavaClient a = clients.connect();
    SingleSubject<String> answer = SingleSubject.create();
    CompletableFuture<String> asked = new CompletableFuture<>();
    a.answers(
        question -> {
          asked.complete(question);
          return answer;
        });
    CompletableFuture<String> result = new CompletableFuture<>();
    var unusedSubscription =
        a.begin(String.class, "Ask", "why?")
            .subscribe(result::complete, result::completeExceptionally);

    assertThat(asked.get(30, TimeUnit.SECONDS)).isEqualTo("why?");
    assertThat(a.invoke(Integer.class, "EchoInt", 1)).isEqualTo(1);
    answer.onSuccess("because");

    assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("answer: because");
  }

  @Test
  void aClientThatLeavesEndsTheWait() throws Exception {
    JavaClient a = clients.connect();
    JavaClient b = clients.connect();
    CompletableFuture<String> asked = new CompletableFuture<>();
    b.answers(
        question -> {
          asked.complete(question);
          return Single.never();
        });
    String id = b.invoke(String.class, "ConnectionId");
    CompletableFuture<String> result = new CompletableFuture<>();
    var unusedSubscription =
        a.begin(String.class, "AskOther", id, "why?")
            .subscribe(result::complete, result::completeExceptionally);
    asked.get(30, TimeUnit.SECONDS);

    b.stop();

    assertThat(result.get(30, TimeUnit.SECONDS))
        .isEqualTo("failed: Connection '" + id + "' disconnected.");
  }
}
