package dev.nave.hub;

import static dev.nave.hub.ClientResultAssertions.assertNoAnswer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.ClientResultException.Reason;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clients that leave, take too long or are not there: how the wait for their results ends. */
class UnansweredClientResultsTest extends ClientResultsFixture {
  @Test
  @DisplayName("ConnectionDoesNotExist_FailsInvokeConnectionAsync")
  void aConnectionThatDoesNotExistFails() {
    SingleClientProxy nobody =
        start().server().hubContext(AskingHub.class).clients().client("nobody");

    assertNoAnswer(
        nobody.invoke(String.class, "answer"),
        Reason.NO_SUCH_CONNECTION,
        "Connection 'nobody' does not exist.");
  }

  @Test
  void aClientThatLeavesOrIsCutOffEndsTheWaitAtOnce() {
    HubTester server = start();
    for (Consumer<TestClient> end :
        List.<Consumer<TestClient>>of(TestClient::close, TestClient::cut)) {
      TestClient ann = server.connect("ann");
      CompletableFuture<@Nullable String> asked =
          proxy(server, ann).withTimeout(Duration.ofDays(1)).invoke(String.class, "answer");
      ann.expect("answer");

      end.accept(ann);

      assertNoAnswer(
          asked, Reason.DISCONNECTED, "Connection '" + ann.connectionId() + "' disconnected.");
    }
  }

  @Test
  void aClientThatTakesTooLongFailsTheQuestionAndItsLateAnswerIsDropped() {
    HubTester server = start(options -> options.clientResultTimeout(Duration.ofMillis(50)));
    TestClient ann = server.connect("ann");
    CompletableFuture<@Nullable String> asked = proxy(server, ann).invoke(String.class, "answer");
    ReceivedMessage question = ann.expect("answer");

    assertNoAnswer(asked, Reason.TIMED_OUT, "did not answer within PT0.05S");
    question.answer("late");

    assertThat(ann.invoke(int.class, "add", 1, 2)).as("still connected").isEqualTo(3);
  }

  @Test
  void aQuestionMayHaveATimeoutOfItsOwn() {
    HubTester server = start(options -> options.clientResultTimeout(Duration.ofDays(1)));
    TestClient ann = server.connect("ann");
    SingleClientProxy proxy = proxy(server, ann);

    assertNoAnswer(
        proxy.withTimeout(Duration.ofMillis(50)).invoke(String.class, "answer"),
        Reason.TIMED_OUT,
        "PT0.05S");
    assertThatIllegalArgumentException().isThrownBy(() -> proxy.withTimeout(Duration.ZERO));
  }

  @Test
  void aTimeoutMayBeLongerThanAnyClockReaches() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    ann.onInvoke("answer", question -> "because");

    assertThat(
            proxy(server, ann)
                .withTimeout(ChronoUnit.FOREVER.getDuration())
                .invoke(String.class, "answer")
                .join())
        .isEqualTo("because");
  }

  @Test
  void aQuestionThatIsCancelledIsForgotten() {
    HubTester server = start(options -> options.maxClientResultsPerConnection(1));
    TestClient ann = server.connect("ann");
    SingleClientProxy proxy = proxy(server, ann);
    CompletableFuture<@Nullable String> asked = proxy.invoke(String.class, "answer");
    ReceivedMessage first = ann.expect("answer");

    asked.cancel(false);
    CompletableFuture<@Nullable String> again = proxy.invoke(String.class, "answer");
    first.answer("to the first");
    ann.expect("answer").answer("to the second");

    assertThat(again.join()).isEqualTo("to the second");
  }

  @Test
  void aServerThatStopsEndsTheWait() {
    HubTester server = start();
    TestClient ann = server.connect("ann");
    CompletableFuture<@Nullable String> asked =
        proxy(server, ann).withTimeout(Duration.ofDays(1)).invoke(String.class, "answer");
    ann.expect("answer");

    server.close();

    assertNoAnswer(asked, Reason.DISCONNECTED, "disconnected");
  }
}
