package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** In which order, and how many at a time, the invocations of one connection run. */
class InvocationQueueTest extends InvocationQueueFixture {
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
            Map.of(),
            "i".repeat(1000),
            "t".repeat(500),
            null,
            Payload.ofAll(),
            0,
            false,
            null,
            null);

    assertThat(invocation.weight()).isGreaterThanOrEqualTo(2 * 1500);
  }

  @Test
  void countsTheHeadersThatClientsSendHoweverShortTheyAre() {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      headers.put(Integer.toString(i), "");
    }

    assertThat(
            new Invocation(headers, null, "t", null, Payload.ofAll(), 0, false, null, null)
                .weight())
        .isGreaterThanOrEqualTo(1000 * 100);
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
}
