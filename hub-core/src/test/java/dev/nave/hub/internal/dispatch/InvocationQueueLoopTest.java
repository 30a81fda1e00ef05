package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.NonBlocking;
import dev.nave.hub.internal.dispatch.RunningInvocations.Bounds;
import dev.nave.hub.internal.methods.HubMethodTable;
import dev.nave.hub.protocol.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Invocations of methods that do not block run on the loop, in order with the others. */
class InvocationQueueLoopTest extends InvocationQueueFixture {
  /** Has what the invocations name. */
  public static class LoopHub extends Hub {
    /** Runs on the loop. */
    @NonBlocking
    public void quick() {}
  }

  private static Invocation quick(String target) {
    return new Invocation(
        Map.of(),
        null,
        target,
        Objects.requireNonNull(HubMethodTable.of(LoopHub.class).find("quick")),
        Payload.ofAll(),
        0,
        false,
        null,
        null);
  }

  private void addAndStartQuick(String... targets) {
    for (String target : targets) {
      queue.add(quick(target));
    }
    queue.start();
  }

  private void takesMoreThanATurn(String target) {
    meanwhile.put(target, () -> loop.advance(Duration.ofMillis(2)));
  }

  private void nextTurn() {
    loop.advance(Duration.ZERO);
    loop.runAll();
  }

  @Test
  void runsOnTheLoopWithoutTheExecutor() {
    addAndStartQuick("a", "b");
    assertThat(done).isEmpty();
    assertThat(work).isEmpty();

    loop.runAll();

    assertDone("a", "b");
  }

  @Test
  void waitsForThoseOnTheExecutorBeforeIt() {
    queue.add(invocation("a"));
    queue.add(quick("b"));
    queue.add(invocation("c"));
    queue.start();
    loop.runAll();
    assertThat(done).isEmpty();

    runAll();
    assertDone("a");
    assertThat(work).isEmpty();
    loop.runAll();
    assertDone("b");
    runAll();
    assertDone("c");
  }

  @Test
  void waitsForTheStageOfTheOneBeforeIt() {
    CompletableFuture<Void> a = goesOn("a");
    CompletableFuture<Void> b = goesOn("b");
    queue.add(invocation("a"));
    queue.add(quick("b"));
    queue.add(quick("c"));
    queue.start();
    runAll();
    loop.runAll();
    assertDone("a");

    a.complete(null);
    runAll();
    loop.runAll();
    assertDone("b");

    b.complete(null);
    loop.runAll();
    assertThat(work).isEmpty();
    assertDone("c");
  }

  @Test
  void passesItsPlaceOnWhileItWaitsForItsOwnSend() {
    CompletableFuture<Void> a = sends("a");
    queue.add(quick("a"));
    queue.add(quick("b"));
    queue.add(invocation("c"));
    queue.start();

    loop.runAll();
    assertDone("a", "b");
    runAll();
    assertDone("c");
    a.complete(null);
  }

  @Test
  void onePastTheBoundOfSendsGoesOnOnTheLoop() {
    queue = create(new Bounds(1, 2, 1));
    CompletableFuture<Void> a = sends("a");
    CompletableFuture<Void> b = sends("b");
    addAndStartQuick("a", "b", "c");
    loop.runAll();
    assertDone("a", "b");

    a.complete(null);
    loop.runAll();
    assertDone("c");
    b.complete(null);
  }

  @Test
  void othersHaveTheLoopAfterManyInARow() {
    for (int i = 0; i < 65; i++) {
      queue.add(quick("a"));
    }
    queue.start();

    loop.hubLoop().execute(() -> done.add("another connection"));
    loop.runAll();
    assertThat(done).hasSize(65).endsWith("another connection");
    done.clear();

    nextTurn();
    assertDone("a");
  }

  @Test
  void othersHaveTheLoopAfterALongTime() {
    takesMoreThanATurn("a");
    addAndStartQuick("a", "b");
    loop.runAll();
    assertDone("a");

    nextTurn();
    assertDone("b");
  }

  @Test
  void theConnectionsOfALoopHaveOnePartOfATurnTogether() {
    takesMoreThanATurn("a");
    InvocationQueue other = create(1);
    addAndStartQuick("a");
    other.add(quick("b"));
    other.start();
    loop.runAll();
    assertDone("a");

    nextTurn();
    assertDone("b");
  }

  @Test
  void beginsNothingBesideWhatHasEntered() {
    queue.enter();
    addAndStartQuick("a");
    loop.runAll();
    assertThat(done).isEmpty();

    queue.leave();
    loop.runAll();
    assertDone("a");
  }

  @Test
  void asManyRunAtATimeOnTheLoopAndTheExecutorTogether() {
    queue = create(2);
    CompletableFuture<Void> a = goesOn("a");
    CompletableFuture<Void> b = goesOn("b");
    queue.add(quick("a"));
    queue.add(invocation("b"));
    queue.add(quick("c"));
    queue.start();
    loop.runAll();
    runAll();
    loop.runAll();
    assertDone("a", "b");

    b.complete(null);
    runAll();
    loop.runAll();
    assertDone("c");
    a.complete(null);
    loop.runAll();
  }

  @Test
  void theEndWaitsForIt() {
    CompletableFuture<Void> a = goesOn("a");
    addAndStartQuick("a");
    loop.runAll();
    assertDone("a");
    queue.end(() -> done.add("begun"), () -> done.add("idle"));
    assertDone("begun");

    a.complete(null);
    loop.runAll();
    assertDone("idle");
  }

  @Test
  void theEndWaitsForOneThatHasNotBegun() {
    addAndStartQuick("a");
    queue.end(() -> done.add("begun"), () -> done.add("idle"));
    assertThat(done).isEmpty();

    loop.runAll();
    assertDone("begun", "a", "idle");
  }
}
