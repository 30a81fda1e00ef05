package dev.nave.hub.internal.clientresults;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clientresults.PendingClientResults.Outcome;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.protocol.CompletionMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingClientResultsTest {
  private final FakeLoop loop = new FakeLoop();
  private final ConnectionSettings settings =
      TestClient.settings(HubOptions.builder().detailedErrors(true).build());
  private final TestClient ann = TestClient.connect(loop, settings, "ann", "json");
  private final TestClient bob = TestClient.connect(loop, settings, "bob", "json");
  private final PendingClientResults questions = new PendingClientResults(4, 3);
  private final List<String> heard = new ArrayList<>();

  private final class Sink implements ResultListener {
    private final String name;

    Sink(String name) {
      this.name = name;
    }

    @Override
    public void answered(CompletionMessage completion) {
      heard.add(name + " answered");
    }

    @Override
    public void disconnected() {
      heard.add(name + " disconnected");
    }
  }

  private Outcome ask(TestClient client, String id) {
    return questions.expect(client.connection(), id, new Sink(id));
  }

  private boolean answer(TestClient client, String id) {
    boolean taken = questions.answered(client.connection(), CompletionMessage.withResult(id, "x"));
    loop.runAll();
    return taken;
  }

  private void assertHeard(String... expected) {
    assertThat(heard).containsExactly(expected);
    heard.clear();
  }

  @AfterEach
  void nothingElseHappened() {
    loop.runAll();
    assertThat(heard).isEmpty();
    ann.assertNothingElse();
    bob.assertNothingElse();
  }

  @Test
  void aClientAnswersItsQuestionOnce() {
    assertThat(ask(ann, "q")).isEqualTo(Outcome.EXPECTED);

    assertThat(answer(ann, "q")).isTrue();
    assertThat(answer(ann, "q")).as("the second answer concerns nothing").isFalse();

    assertHeard("q answered");
    assertThat(questions.size()).isZero();
  }

  @Test
  void aClientThatAnswersForAnotherIsClosedAndTheOtherMayStillAnswer() {
    ask(ann, "q");

    assertThat(answer(bob, "q")).isTrue();

    bob.link()
        .assertWritten(
            "{\"type\":7,\"error\":\"Connection closed with an error. IllegalStateException:"
                + " Connection ID 'bob' is not valid for invocation ID 'q'.\",\"allowReconnect\":true}"
                + END);
    bob.link().assertDone("close NORMAL");
    bob.assertTold("over");
    bob.assertTold("ended: Connection ID 'bob' is not valid for invocation ID 'q'.");
    answer(ann, "q");
    assertHeard("q answered");
  }

  @Test
  void aClientThatIsGoneAnswersNothingAndIsAskedNothing() {
    ask(ann, "q");
    ask(ann, "q2");
    ask(bob, "other");

    questions.ended(ann.connection());

    assertHeard("q disconnected", "q2 disconnected");
    assertThat(ask(ann, "q3")).isEqualTo(Outcome.ENDED);
    assertThat(questions.size()).isEqualTo(1);
  }

  @Test
  void whatIsForgottenIsHeardOfNoMore() {
    ask(ann, "q");
    ask(ann, "q2");
    ask(ann, "q3");

    questions.forget("q");
    questions.forget("q2", sink -> false);
    questions.forgetAll(sink -> ((Sink) sink).name.equals("q3"));

    assertThat(answer(ann, "q")).isFalse();
    assertThat(answer(ann, "q3")).isFalse();
    assertThat(answer(ann, "q2")).isTrue();
    assertHeard("q2 answered");
  }

  @Test
  void oneClientAndAllClientsOweAsManyAnswersAsTheyMay() {
    ask(ann, "1");
    ask(ann, "2");
    ask(ann, "3");
    assertThat(ask(ann, "4")).isEqualTo(Outcome.TOO_MANY_OF_CLIENT);
    assertThat(ask(bob, "5")).isEqualTo(Outcome.EXPECTED);
    assertThat(ask(bob, "6")).isEqualTo(Outcome.TOO_MANY);

    answer(ann, "1");

    assertThat(ask(bob, "6")).isEqualTo(Outcome.EXPECTED);
    assertHeard("1 answered");
  }

  @Test
  void aQuestionThatIsForgottenWhileItIsAskedIsNotOwed() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread forgetting =
        new Thread(
            () -> {
              while (!over.get()) {
                questions.forgetAll(sink -> true);
              }
            });
    forgetting.start();

    for (int i = 0; i < 50_000; i++) {
      var unusedOutcome = ask(ann, "q" + i);
    }

    over.set(true);
    forgetting.join();
    questions.forgetAll(sink -> true);
    assertThat(ann.connection().pendingResults().end()).isEmpty();
    assertThat(questions.size()).isZero();
  }

  @Test
  void anIdIsNotUsedTwice() {
    ask(ann, "q");

    assertThat(ask(ann, "q")).isEqualTo(Outcome.DUPLICATE);
    assertThat(ask(bob, "q")).isEqualTo(Outcome.DUPLICATE);

    answer(ann, "q");
    assertHeard("q answered");
    assertThat(questions.size()).isZero();
  }

  @Test
  void idsAreLongAndNeverTheSame() {
    InvocationIds ids = new InvocationIds();

    assertThat(ids.next()).hasSize(22).isNotEqualTo(ids.next());
  }
}
