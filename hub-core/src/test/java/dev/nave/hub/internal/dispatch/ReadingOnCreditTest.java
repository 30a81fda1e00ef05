package dev.nave.hub.internal.dispatch;

import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.HELLO;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.clientresults.PendingClientResults;
import dev.nave.hub.internal.clientresults.ResultListener;
import dev.nave.hub.internal.connection.ConnectionSettings;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.fakes.FakeLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.protocol.CompletionMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that owes an answer, which may stand behind more calls than may wait. */
class ReadingOnCreditTest {
  private static final String ERROR =
      "{\"type\":7,\"error\":\"Connection closed with an error.\",\"allowReconnect\":true}" + END;

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final FakeLoop loop = new FakeLoop(work::add);
  private final FakeLink link = new FakeLink(loop);
  private final PendingClientResults questions = new PendingClientResults(10, 10);
  private final List<String> answers = new ArrayList<>();
  private final HubConnection connection = connection();

  /** Its method never ends, so that everything behind it waits. */
  public static final class StuckHub extends Hub {
    /** Never ends. */
    public CompletableFuture<Void> wait(String text) {
      return new CompletableFuture<>();
    }
  }

  private final class Sink implements ResultListener {
    @Override
    public void answered(CompletionMessage completion) {
      answers.add("answered");
    }

    @Override
    public void disconnected() {
      answers.add("disconnected");
    }
  }

  private HubConnection connection() {
    ConnectionSettings settings =
        TestClient.settings(
            HubOptions.builder()
                .keepAliveInterval(Duration.ofDays(1))
                .maxBacklogBytes(1300)
                .build());
    CallScope.Factory noCall =
        (caller, rule) -> {
          throw new AssertionError("no call is made here");
        };
    return TestDispatch.connection(
        TestDispatch.of(
            StuckHub.class,
            StuckHub::new,
            new TestDispatch.QuietAccess(),
            noCall,
            settings,
            TestDispatch.registry(settings),
            questions,
            work::add),
        loop,
        link,
        () -> {});
  }

  @BeforeEach
  void connect() {
    sends(HELLO);
    link.assertWritten(WELCOME);
    work.clear(); // onConnected is taken for running: whatever the client calls has to wait.
    connection.opened();
  }

  private void sends(String text) {
    TestDispatch.send(connection, text);
    loop.runAll();
  }

  /** Sends a call of about 620 bytes. */
  private void calls() {
    String text = "x".repeat(300);
    sends("{\"type\":1,\"target\":\"wait\",\"arguments\":[\"" + text + "\"]}" + END);
  }

  private void ask(String id) {
    assertThat(questions.expect(connection, id, new Sink()))
        .isEqualTo(PendingClientResults.Outcome.EXPECTED);
    loop.runAll();
  }

  private void answers(String id) {
    sends("{\"type\":3,\"invocationId\":\"" + id + "\",\"result\":1}" + END);
  }

  @AfterEach
  void nothingElseHappened() {
    link.assertNothingElse();
    assertThat(answers).isEmpty();
    assertThat(questions.size()).isZero();
  }

  private void assertAnswered(String... expected) {
    assertThat(answers).containsExactly(expected);
    answers.clear();
  }

  @Test
  void goesOnReadingPastTheBoundUntilTheAnswerIsThere() {
    ask("q");
    calls();
    calls();
    calls();

    answers("q");

    assertAnswered("answered");
    link.assertDone("pause");
  }

  @Test
  void readsAgainWhenAQuestionIsAskedThoughTooMuchWaits() {
    calls();
    calls();
    calls();
    link.assertDone("pause");

    ask("q");
    link.assertDone("resume");
    ask("q2");
    answers("q");
    answers("q2");

    assertAnswered("answered", "answered");
    link.assertDone("pause");
  }

  @Test
  void endsTheConnectionIfNoAnswerComesWithinTwiceTheBound() {
    ask("q");
    for (int i = 0; i < 5; i++) {
      calls();
    }
    link.assertDone("pause");

    loop.advance(HubOptions.builder().build().clientTimeout());

    link.assertWritten(ERROR);
    link.assertDone("close NORMAL");
    assertAnswered("disconnected");
  }

  @Test
  void pausesAgainWhenAQuestionIsForgotten() {
    ask("q");
    calls();
    calls();
    calls();

    questions.forget("q");
    calls();

    link.assertDone("pause");
  }
}
