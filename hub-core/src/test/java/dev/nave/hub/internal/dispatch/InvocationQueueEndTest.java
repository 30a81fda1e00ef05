package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of waiting and running invocations when a connection ends. */
class InvocationQueueEndTest extends InvocationQueueFixture {
  private void end() {
    queue.end(() -> done.add("begun"), () -> done.add("idle"));
  }

  private void finish() {
    queue.finish(() -> done.add("begun"), () -> done.add("answered"));
  }

  @Test
  void goesOnWithWhatWaitsAtItsEnd() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a", "b", "c");
    runAll();
    assertDone("a");

    end();
    runAll();
    assertThat(done).isEmpty();

    a.complete(null);
    runAll();
    assertDone("b", "begun", "c", "idle");
  }

  @Test
  void isAnsweredWhenNothingRunsAnyMore() {
    CompletableFuture<Void> b = goesOn("b");
    addAndStart("a", "b");

    finish();
    assertThat(done).isEmpty();
    runAll();
    assertDone("a", "begun", "b");

    b.complete(null);
    runAll();
    assertDone("answered");
  }

  @Test
  void dropsWhatHasNotBegunAndTakesNothingMore() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a", "b", "c");
    runAll();
    assertDone("a");
    end();

    assertThat(queue.drop()).isEqualTo(2);
    assertDone("begun");
    addAndStart("d");
    assertThat(queue.drop()).isZero();
    a.complete(null);
    runAll();
    assertDone("idle");
  }

  @Test
  void isIdleAtOnceIfNothingRuns() {
    end();

    assertDone("begun", "idle");
  }

  @Test
  void isNotIdleBeforeATaskThatWasStartedHasSeenTheEnd() {
    addAndStart("a");

    assertThat(queue.drop()).isEqualTo(1);
    end();
    assertDone("begun");
    runAll();

    assertDone("idle");
  }

  @Test
  void isNotIdleWhileSomethingHasEntered() {
    queue.enter();
    end();
    assertDone("begun");
    addAndStart("a");

    queue.leave();
    runAll();

    assertDone("a", "idle");
  }

  @Test
  void itsEndDoesNotWaitForAnInvocationThatWaitsForAClient() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a");
    runAll();
    assertDone("a");
    Runnable answered = beginWait("a");

    end();
    assertDone("begun", "idle");
    answered.run();
    a.complete(null);
    runAll();
  }

  @Test
  void itsEndWaitsForAnInvocationThatHasItsAnswer() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a");
    runAll();
    assertDone("a");
    beginWait("a").run();
    end();
    assertDone("begun");

    a.complete(null);
    runAll();
    assertDone("idle");
  }

  @Test
  void itsEndWaitsForAnInvocationThatWaitsForItsOwnClient() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a");
    runAll();
    var unusedWait = Objects.requireNonNull(places.get("a")).beginWait(true);
    end();
    assertDone("a", "begun");

    a.complete(null);
    runAll();
    assertDone("idle");
  }

  @Test
  void isNotIdleWhileAnInvocationRunsThatGaveItsPlaceBack() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a");
    runAll();
    beginWait("a").run();
    end();
    runAll();
    assertDone("a", "begun");

    a.complete(null);
    runAll();
    assertDone("idle");
  }
}
