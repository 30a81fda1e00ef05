package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.streams.Backlog;
import dev.nave.hub.protocol.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationQueueTest {
  /** What an invocation called "a" weighs. */
  private static final int WEIGHT = invocation("a").weight();

  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Map<String, CompletableFuture<Void>> goingOn = new HashMap<>();
  private final Map<String, ClientResultWait> places = new HashMap<>();
  private InvocationQueue queue = create(1);

  private InvocationQueue create(int parallel) {
    return new InvocationQueue(
        work::add, parallel, new Backlog(4 * WEIGHT, () -> {}), 2, this::run);
  }

  private @Nullable CompletableFuture<?> run(Invocation invocation, ClientResultWait place) {
    done.add(invocation.target());
    places.put(invocation.target(), place);
    if (invocation.target().equals("fails")) {
      throw new IllegalStateException("a test says so");
    }
    return goingOn.get(invocation.target());
  }

  private static Invocation invocation(String target) {
    return new Invocation(Map.of(), null, target, null, Payload.ofAll(), 0, false, null);
  }

  @AfterEach
  void nothingElseHappened() {
    assertThat(done).isEmpty();
    assertThat(work).isEmpty();
  }

  private void addAndStart(String... targets) {
    for (String target : targets) {
      queue.add(invocation(target));
    }
    queue.start();
  }

  private void runAll() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  private void assertDone(String... what) {
    assertThat(done).containsExactly(what);
    done.clear();
  }

  private CompletableFuture<Void> goesOn(String target) {
    CompletableFuture<Void> stage = new CompletableFuture<>();
    goingOn.put(target, stage);
    return stage;
  }

  @Test
  void startsNothingBeforeItIsToldTo() {
    queue.add(invocation("a"));
    assertThat(work).isEmpty();

    queue.start();
    runAll();

    assertDone("a");
  }

  @Test
  void runsInvocationsInOrderByOneTask() {
    addAndStart("a", "b", "c");

    assertThat(work).hasSize(1);
    runAll();

    assertDone("a", "b", "c");
  }

  @Test
  void goesOnAfterAnInvocationThatFails() {
    addAndStart("fails", "b");

    runAll();

    assertDone("fails", "b");
  }

  @Test
  void doesNotStartTheNextWhileOneGoesOn() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a", "b");
    runAll();
    assertDone("a");
    queue.start();
    runAll();
    assertThat(done).isEmpty();

    a.complete(null);
    runAll();

    assertDone("b");
  }

  @Test
  void goesOnAfterOneThatFailedLater() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a", "b");
    runAll();
    assertDone("a");

    a.completeExceptionally(new IllegalStateException("a test says so"));
    runAll();

    assertDone("b");
  }

  @Test
  void startsAsManyAsMayRunAtATime() {
    queue = create(2);
    CompletableFuture<Void> a = goesOn("a");
    CompletableFuture<Void> b = goesOn("b");
    addAndStart("a", "b", "c");
    assertThat(work).hasSize(2);
    runAll();
    assertDone("a", "b");

    b.complete(null);
    runAll();

    assertDone("c");
    a.complete(null);
    runAll();
  }

  @Test
  void waitsForWhoHasEnteredAndStartsWhenHeLeaves() {
    queue.enter();
    addAndStart("a");
    assertThat(work).isEmpty();

    queue.leave();
    runAll();

    assertDone("a");
  }

  @Test
  void whoEntersWhileAnInvocationRunsHoldsUpTheNext() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a", "b");
    runAll();
    assertDone("a");

    queue.enter();
    a.complete(null);
    runAll();
    assertThat(done).isEmpty();

    queue.leave();
    runAll();
    assertDone("b");
  }

  @Test
  void letsOthersHaveTheThreadAfterManyInARow() {
    queue = create(1);
    for (int i = 0; i < 65; i++) {
      queue.add(invocation("a"));
    }
    queue.start();

    work.remove().run();

    assertThat(done).hasSize(64);
    assertThat(work).hasSize(1);
    runAll();
    assertThat(done).hasSize(65);
    done.clear();
  }

  @Test
  void countsTheNamesThatClientsChoose() {
    Invocation invocation =
        new Invocation(
            Map.of(), "i".repeat(1000), "t".repeat(500), null, Payload.ofAll(), 0, false, null);

    assertThat(invocation.weight()).isGreaterThanOrEqualTo(2 * 1500);
  }

  @Test
  void countsTheHeadersThatClientsSendHoweverShortTheyAre() {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      headers.put(Integer.toString(i), "");
    }

    assertThat(new Invocation(headers, null, "t", null, Payload.ofAll(), 0, false, null).weight())
        .isGreaterThanOrEqualTo(1000 * 100);
  }

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
  void startsNothingBesideWhatHasEnteredThoughMoreMayRunAtATime() {
    queue = create(2);
    queue.enter();
    addAndStart("a", "b");
    runAll();
    assertThat(done).isEmpty();

    queue.leave();
    runAll();
    assertDone("a", "b");
  }

  @Test
  void aTaskThatWasStartedBeginsWithNothingBesideWhatHasEnteredSince() {
    queue = create(2);
    addAndStart("a", "b");
    queue.enter();
    runAll();
    assertThat(done).isEmpty();

    queue.leave();
    runAll();
    assertDone("a", "b");
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

  private Runnable beginWait(String target) {
    return Objects.requireNonNull(places.get(target)).beginWait(false);
  }

  private void giveBack(String target) {
    var unusedWait = beginWait(target);
    runAll();
  }

  @Test
  void startsTheNextWhenAnInvocationGivesItsPlaceBack() {
    CompletableFuture<Void> a = goesOn("a");
    CompletableFuture<Void> b = goesOn("b");
    addAndStart("a", "b", "c");
    runAll();
    assertDone("a");

    giveBack("a");
    giveBack("a");
    assertDone("b");
    a.complete(null);
    runAll();
    assertThat(done).as("b holds the only place").isEmpty();

    b.complete(null);
    runAll();
    assertDone("c");
  }

  @Test
  void letsSoManyGiveTheirPlacesBackAndNoMore() {
    List<CompletableFuture<Void>> stages = List.of(goesOn("a"), goesOn("b"), goesOn("c"));
    addAndStart("a", "b", "c");
    runAll();
    addAndStart("d");
    giveBack("a");
    giveBack("b");
    assertDone("a", "b", "c");

    giveBack("c");
    assertThat(done).as("two have done so").isEmpty();

    stages.get(0).complete(null);
    runAll();
    giveBack("c");
    assertDone("d");
  }

  @Test
  void aPlaceThatIsGivenBackTooLateIsNotGivenTwice() {
    CompletableFuture<Void> b = goesOn("b");
    addAndStart("a", "b", "c");
    runAll();
    assertDone("a", "b");

    giveBack("a");
    assertThat(done).as("a was over").isEmpty();

    b.complete(null);
    runAll();
    assertDone("c");
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
