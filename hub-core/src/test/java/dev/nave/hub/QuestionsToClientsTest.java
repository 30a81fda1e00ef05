package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions that hubs ask their clients in the middle of something else. */
class QuestionsToClientsTest {
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<@Nullable Integer> inBackground;
  private final HubTester tester = HubTester.of(QuizHub.class, QuizHub::new);

  /** What clients can be asked. */
  public interface Adder {
    /** Asks for a sum. */
    CompletionStage<Integer> plusFour(int value);
  }

  /** Not static: its objects work on the state of the test. */
  public class QuizHub extends Hub {
    public CompletionStage<List<Integer>> askTwice(int one, int two) {
      CompletableFuture<Integer> first =
          clients(Adder.class).caller().plusFour(one).toCompletableFuture();
      CompletableFuture<Integer> second =
          clients(Adder.class).caller().plusFour(two).toCompletableFuture();
      return first.thenCombine(second, List::of);
    }

    public CompletionStage<@Nullable Integer> askDuringUpload(Flow.Publisher<Integer> items) {
      return clients().caller().invoke(Integer.class, "plusFour", 1);
    }

    public CompletionStage<Stream<@Nullable Integer>> askAndStream() {
      return clients().caller().invoke(Integer.class, "plusFour", 1).thenApply(Stream::of);
    }

    public void askInBackground() {
      SingleClientProxy caller = clients().caller();
      inBackground = started.thenCompose(go -> caller.invoke(Integer.class, "plusFour", 1));
    }

    public int value() {
      return 43;
    }
  }

  @AfterEach
  void stop() {
    tester.close();
  }

  private static void answer(TestClient client, int expected) {
    ReceivedMessage question = client.expect("plusFour");
    assertThat(question.argument(0, int.class)).isEqualTo(expected);
    question.answer(expected + 4);
  }

  @Test
  void aTypedContextGetsAnAnswer() {
    TestClient ann = tester.connect("ann");
    Adder proxy =
        tester.server().hubContext(QuizHub.class).clients(Adder.class).client(ann.connectionId());

    CompletableFuture<Integer> asked = proxy.plusFour(3).toCompletableFuture();
    answer(ann, 3);

    assertThat(asked.join()).isEqualTo(7);
  }

  @Test
  void aTypedQuestionIsCancelledAndItsLateAnswerDropped() {
    TestClient ann = tester.connect("ann");
    Adder proxy =
        tester.server().hubContext(QuizHub.class).clients(Adder.class).client(ann.connectionId());
    CompletableFuture<Integer> asked = proxy.plusFour(3).toCompletableFuture();
    ReceivedMessage question = ann.expect("plusFour");

    asked.cancel(false);
    question.answer(7);

    assertThat(ann.invoke(int.class, "value")).as("still connected").isEqualTo(43);
    assertThat(asked).isCancelled();
  }

  @Test
  void aMethodHasTwoQuestionsOpenAtATime() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<Integer @Nullable []> sums =
        ann.invokeAsync(Integer[].class, "askTwice", 7, 3);

    answer(ann, 7);
    answer(ann, 3);

    assertThat(Objects.requireNonNull(sums.join())).containsExactly(11, 7);
  }

  @Test
  void aQuestionMayBeAskedWhenTheMethodIsOver() {
    TestClient ann = tester.connect("ann");
    ann.invoke("askInBackground");

    started.complete(null);
    answer(ann, 1);

    assertThat(Objects.requireNonNull(inBackground).join()).isEqualTo(5);
    assertThat(ann.invoke(int.class, "value")).isEqualTo(43);
  }

  @Test
  void anAnswerIsNoEndOfAnUploadThoughBothAreCompletions() {
    TestClient ann = tester.connect("ann");
    TestUpload upload = ann.upload();
    CompletableFuture<@Nullable Integer> sum =
        ann.invokeAsync(Integer.class, "askDuringUpload", upload);

    answer(ann, 1);

    assertThat(sum.join()).isEqualTo(5);
    upload.complete();
    assertThat(ann.invoke(int.class, "value")).isEqualTo(43);
  }

  @Test
  void aStreamMayBeginWithAnAnswer() {
    TestClient ann = tester.connect("ann");
    TestStream<Integer> stream = ann.stream(Integer.class, "askAndStream");

    answer(ann, 1);

    assertThat(stream.expectItem()).isEqualTo(5);
    stream.expectEnd();
    assertThat(ann.invoke(int.class, "value")).isEqualTo(43);
  }

  @Test
  void questionsToSeveralClientsAreAnsweredEach() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    HubClients clients = tester.server().hubContext(QuizHub.class).clients();
    CompletableFuture<@Nullable Integer> ofAnn =
        clients.client(ann.connectionId()).invoke(Integer.class, "plusFour", 1);
    CompletableFuture<@Nullable Integer> ofBob =
        clients.client(bob.connectionId()).invoke(Integer.class, "plusFour", 1);

    bob.expect("plusFour").answerError("no idea");
    assertThatThrownBy(ofBob::join).hasMessageContaining("no idea");
    assertThat(ofAnn).isNotDone();
    answer(ann, 1);

    assertThat(ofAnn.join()).isEqualTo(5);
  }
}
