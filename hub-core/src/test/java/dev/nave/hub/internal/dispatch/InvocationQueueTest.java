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
  private final Map<String, WaitRule> places = new HashMap<>();
  private InvocationQueue queue = create(1);

  private InvocationQueue create(int parallel) {
    return new InvocationQueue(
        work::add, parallel, new Backlog(4 * WEIGHT, () -> {}), 2, this::run);
  }

  private @Nullable CompletableFuture<?> run(Invocation invocation, WaitRule place) {
    done.add(invocation.target());
    places.put(invocation.target(), place);
    if (invocation.target().equals("fails")) {
      throw new IllegalStateException("a test says so");
    }
    return goingOn.get(invocation.target());
  }

  private static Invocation invocation(String target) {
    return new Invocation(Map.of(), null, target, Payload.ofAll(), 0, false, null);
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
            Map.of(), "i".repeat(1000), "t".repeat(500), Payload.ofAll(), 0, false, null);

    assertThat(invocation.weight()).isGreaterThanOrEqualTo(2 * 1500);
  }

  @Test
  void countsTheHeadersThatClientsSendHoweverShortTheyAre() {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      headers.put(Integer.toString(i), "");
    }

    assertThat(new Invocation(headers, null, "t", Payload.ofAll(), 0, false, null).weight())
        .isGreaterThanOrEqualTo(1000 * 100);
  }

  @Test
  void dropsWhatWasNotStartedWhenItIsClosed() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStart("a", "b");
    runAll();
    assertDone("a");

    queue.close(() -> done.add("idle"));
    queue.add(invocation("c"));
    queue.start();
    runAll();
    assertThat(done).isEmpty();

    a.complete(null);
    runAll();
    assertDone("idle");
  }

  @Test
  void isIdleAtOnceIfNothingRuns() {
    queue.close(() -> done.add("idle"));

    assertDone("idle");
  }

  @Test
  void isNotIdleBeforeATaskThatWasStartedHasSeenTheEnd() {
    addAndStart("a");

    queue.close(() -> done.add("idle"));
    assertThat(done).isEmpty();
    runAll();

    assertDone("idle");
  }

  private void giveBack(String target) {
    Objects.requireNonNull(places.get(target)).beginWait();
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
    giveBack("a");
    queue.close(() -> done.add("idle"));
    runAll();
    assertDone("a");

    a.complete(null);
    runAll();
    assertDone("idle");
  }
}
