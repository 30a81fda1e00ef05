package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.hub.testing.TestStream;
import dev.nave.hub.testing.TestUpload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stop leaves to those who are in the middle of something. */
class HubStopTest {
  /** No test waits so long. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  private static final CloseMessage ELSEWHERE = new CloseMessage(null, true);

  private final CompletableFuture<String> gate = new CompletableFuture<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final SubmissionPublisher<Integer> numbers = new SubmissionPublisher<>();
  private final HubTester tester = tester(server -> server.stopGrace(ENDLESS));

  /** Not static: its objects share the gate of the test. */
  public class SlowHub extends Hub {
    public CompletionStage<String> whenOpen(CancellationToken token) {
      token.onCancelled(() -> events.add("cancelled"));
      events.add("running");
      return gate;
    }

    public String echo(String text) {
      return text;
    }

    public Flow.Publisher<Integer> numbers() {
      return numbers;
    }

    public CompletionStage<Integer> sum(Flow.Publisher<Integer> items) {
      events.add("running");
      int[] sum = {0};
      return Uploads.forEach(items, item -> sum[0] += item).thenApply(unused -> sum[0]);
    }

    public CompletionStage<String> ask() {
      events.add("running");
      return clients().caller().invoke(String.class, "name");
    }
  }

  private HubTester tester(Consumer<ServerOptions.Builder> options) {
    return HubTester.of(
        "/hub", server -> server.serverOptions(options).hub("/hub", SlowHub.class, SlowHub::new));
  }

  @AfterEach
  void stop() {
    gate.complete("late");
    numbers.close();
    tester.close();
  }

  private void awaitEvents(int count) {
    await().until(() -> events.size() == count);
  }

  @Test
  void aCallThatRunsIsAnsweredBeforeTheClose() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<String> answer = ann.invokeAsync(String.class, "whenOpen");
    awaitEvents(1);

    CompletableFuture<Void> stopped = tester.server().stopAsync();
    assertThatExceptionOfType(HubInvocationException.class)
        .isThrownBy(() -> ann.invoke(String.class, "echo", "too late"))
        .withMessage("Failed to invoke 'echo' because the server is stopping.");
    gate.complete("answered");

    assertThat(answer.join()).isEqualTo("answered");
    assertThat(ann.expectClosed()).isEqualTo(ELSEWHERE);
    stopped.join();
    assertThat(events).containsExactly("running");
  }

  @Test
  void whatWaitsBehindACallThatRunsIsAnsweredToo() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<String> first = ann.invokeAsync(String.class, "whenOpen");
    awaitEvents(1);
    CompletableFuture<String> second = ann.invokeAsync(String.class, "echo", "second");

    CompletableFuture<Void> stopped = tester.server().stopAsync();
    gate.complete("answered");

    assertThat(first.join()).isEqualTo("answered");
    assertThat(second.join()).isEqualTo("second");
    assertThat(ann.expectClosed()).isEqualTo(ELSEWHERE);
    stopped.join();
  }

  @Test
  void aStreamEndsBehindItsItemsAndSaysWhy() {
    TestClient ann = tester.connect("ann");
    TestStream<Integer> stream = ann.stream(Integer.class, "numbers");
    await().until(numbers::hasSubscribers);
    IntStream.range(0, 3).forEach(numbers::submit);
    for (int i = 0; i < 3; i++) {
      assertThat(stream.expectItem()).isEqualTo(i);
    }

    CompletableFuture<Void> stopped = tester.server().stopAsync();

    assertThat(stream.expectError())
        .isEqualTo(
            "An error occurred on the server while streaming results. HubException: The server is"
                + " stopping.");
    assertThat(ann.expectClosed()).isEqualTo(ELSEWHERE);
    stopped.join();
    await().until(() -> !numbers.hasSubscribers());
  }

  @Test
  void aStreamGoesOnWhileAnotherCallIsAnswered() {
    TestClient ann = tester.connect("ann");
    TestStream<Integer> stream = ann.stream(Integer.class, "numbers");
    await().until(numbers::hasSubscribers);
    CompletableFuture<String> answer = ann.invokeAsync(String.class, "whenOpen");
    awaitEvents(1);
    CompletableFuture<Void> stopped = tester.server().stopAsync();

    numbers.submit(7);
    assertThat(stream.expectItem()).isEqualTo(7);
    gate.complete("answered");

    assertThat(answer.join()).isEqualTo("answered");
    assertThat(stream.expectError()).contains("The server is stopping.");
    stopped.join();
  }

  @Test
  void anUploadGoesOnUntilItsCallIsAnswered() {
    TestClient ann = tester.connect("ann");
    TestUpload upload = ann.upload();
    CompletableFuture<Integer> sum = ann.invokeAsync(Integer.class, "sum", upload);
    awaitEvents(1);
    upload.send(1);

    CompletableFuture<Void> stopped = tester.server().stopAsync();
    upload.send(2);
    upload.complete();

    assertThat(sum.join()).isEqualTo(3);
    assertThat(ann.expectClosed()).isEqualTo(ELSEWHERE);
    stopped.join();
  }

  @Test
  void aClientMayAnswerWhatItWasAskedByACallThatRuns() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<String> name = new CompletableFuture<>();
    ann.onInvoke("name", arguments -> name.join());
    CompletableFuture<String> answer = ann.invokeAsync(String.class, "ask");
    awaitEvents(1);

    CompletableFuture<Void> stopped = tester.server().stopAsync();
    name.complete("ann");

    assertThat(answer.join()).isEqualTo("ann");
    stopped.join();
  }

  @Test
  void aConnectionWithNothingToAnswerIsClosedAtOnce() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");
    CompletableFuture<String> answer = ann.invokeAsync(String.class, "whenOpen");
    awaitEvents(1);

    CompletableFuture<Void> stopped = tester.server().stopAsync();

    assertThat(bob.expectClosed()).isEqualTo(ELSEWHERE);
    assertThat(stopped).isNotDone();
    gate.complete("answered");
    assertThat(answer.join()).isEqualTo("answered");
    stopped.join();
  }

  @Test
  void whatTakesLongerThanTheGraceIsCancelledAndClosed() {
    try (HubTester hasty = tester(server -> server.stopGrace(Duration.ofMillis(1)))) {
      TestClient ann = hasty.connect("ann");
      CompletableFuture<String> answer = ann.invokeAsync(String.class, "whenOpen");
      awaitEvents(1);

      hasty.server().stop();

      assertThat(ann.expectClosed()).isEqualTo(ELSEWHERE);
      assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join);
      awaitEvents(2);
      assertThat(events).containsExactly("running", "cancelled");
    }
  }

  @Test
  void aSecondStopWaitsForNoAnswer() {
    TestClient ann = tester.connect("ann");
    CompletableFuture<String> answer = ann.invokeAsync(String.class, "whenOpen");
    awaitEvents(1);
    CompletableFuture<Void> stopped = tester.server().stopAsync();

    tester.server().stop();

    assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
    assertThat(ann.expectClosed()).isEqualTo(ELSEWHERE);
    assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join);
  }

  @Test
  void aDrainSpreadsTheClosesAndASecondStopEndsIt() {
    List<TestClient> clients =
        IntStream.range(0, 3).mapToObj(i -> tester.connect("user" + i)).toList();

    CompletableFuture<Void> stopped = tester.server().drainAsync(ENDLESS);

    await().until(() -> clients.stream().filter(HubStopTest::isClosed).count() == 1);
    assertThat(tester.server().drainAsync(Duration.ZERO)).as("another drain").isNotDone();
    assertThat(stopped).isNotDone();
    tester.server().stop();
    assertThat(stopped).succeedsWithin(Duration.ofSeconds(30));
    clients.forEach(client -> assertThat(client.expectClosed()).isEqualTo(ELSEWHERE));
  }

  private static boolean isClosed(TestClient client) {
    try {
      return client.invoke(String.class, "echo", "here") == null;
    } catch (RuntimeException e) {
      return true;
    }
  }

  @Test
  void aDrainEndsByItself() {
    List<TestClient> clients =
        IntStream.range(0, 10).mapToObj(i -> tester.connect("user" + i)).toList();

    tester.server().drain(Duration.ofMillis(5));

    clients.forEach(client -> assertThat(client.expectClosed()).isEqualTo(ELSEWHERE));
  }

  @Test
  void aDrainInNegativeTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tester.server().drainAsync(Duration.ofMillis(-1)))
        .withMessage("the time of a drain must not be negative but was PT-0.001S");
  }
}
