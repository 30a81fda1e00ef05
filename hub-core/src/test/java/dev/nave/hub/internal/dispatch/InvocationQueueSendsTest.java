package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.dispatch.RunningInvocations.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An invocation that waits for its own send alone passes its place on to the next; two may. */
class InvocationQueueSendsTest extends InvocationQueueFixture {
  private record Sends(
      CompletableFuture<Void> a, CompletableFuture<Void> b, CompletableFuture<Void> c) {
    /** In the order of the calls. */
    void end() {
      a.complete(null);
      b.complete(null);
      c.complete(null);
    }
  }

  /** The methods of three have returned: two wait beside the queue, the third holds its place. */
  private Sends sendThree(String... behind) {
    Sends sends = new Sends(sends("a"), sends("b"), sends("c"));
    for (String target : List.of("a", "b", "c")) {
      queue.add(invocation(target));
    }
    addAndStart(behind);
    runAll();
    assertDone("a", "b", "c");
    return sends;
  }

  @Test
  void startsTheNextByTheSameTaskWhileOneWaitsForItsSend() {
    CompletableFuture<Void> a = sends("a");
    CompletableFuture<Void> b = sends("b");
    addAndStart("a", "b", "c");
    assertThat(work).hasSize(1);

    work.remove().run();

    assertDone("a", "b", "c");
    b.complete(null);
    a.complete(null);
  }

  @Test
  void startsWhatComesWhileOneWaitsForItsSend() {
    CompletableFuture<Void> a = sends("a");
    addAndStart("a");
    runAll();
    assertDone("a");

    addAndStart("b");
    runAll();

    assertDone("b");
    a.complete(null);
  }

  @Test
  void onePastTheBoundHoldsItsPlaceUntilAnotherIsOver() {
    Sends sends = sendThree("d");

    sends.b().complete(null); // In whatever order they are over.
    runAll();

    assertDone("d");
    sends.a().complete(null);
    sends.c().complete(null);
    addAndStart("e");
    runAll();
    assertDone("e");
  }

  @Test
  void onePastTheBoundHoldsItsPlaceNoLongerThanItsOwnSend() {
    CompletableFuture<Void> d = goesOn("d");
    Sends sends = sendThree("d", "e");

    sends.c().complete(null);
    runAll();
    assertDone("d");
    sends.a().complete(null);
    sends.b().complete(null);
    runAll();
    assertThat(done).as("d holds the only place").isEmpty();

    d.complete(null);
    runAll();
    assertDone("e");
  }

  @Test
  void passesAPlaceOnOnce() {
    CompletableFuture<Void> d = goesOn("d");
    Sends sends = sendThree("d", "e");

    sends.end();
    runAll();
    assertDone("d");

    d.complete(null);
    runAll();
    assertDone("e");
  }

  @Test
  void eachOfSeveralPlacesIsPassedOn() {
    queue = create(2);
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (String target : List.of("a", "b", "c", "d")) {
      stages.add(sends(target));
    }
    CompletableFuture<Void> e = goesOn("e");
    CompletableFuture<Void> f = goesOn("f");
    addAndStart("a", "b", "c", "d", "e", "f", "g");
    runAll();
    assertThat(done).containsExactlyInAnyOrder("a", "b", "c", "d");
    done.clear();

    stages.forEach(stage -> stage.complete(null));
    runAll();
    assertDone("e", "f");

    e.complete(null);
    runAll();
    assertDone("g");
    f.complete(null);
    runAll();
  }

  @Test
  void whereNoneMayEachHoldsItsPlace() {
    queue = create(new Bounds(1, 2, 0));
    CompletableFuture<Void> a = sends("a");
    addAndStart("a", "b");
    runAll();
    assertDone("a");

    a.complete(null);
    runAll();
    assertDone("b");
  }

  @Test
  void aSendThatFailedIsOverLikeAnother() {
    Sends sends = sendThree("d");

    sends.a().completeExceptionally(new IllegalStateException("a test says so"));
    runAll();

    assertDone("d");
    sends.b().complete(null);
    sends.c().complete(null);
  }

  @Test
  void oneThatHasGivenBackItsPlaceHasNoneToPassOn() {
    CompletableFuture<Void> a = sends("a");
    CompletableFuture<Void> b = goesOn("b");
    meanwhile.put("a", () -> beginWait("a").run());
    addAndStart("a", "b", "c");
    runAll();
    assertDone("a", "b");

    a.complete(null);
    runAll();
    assertThat(done).as("b holds the only place").isEmpty();

    b.complete(null);
    runAll();
    assertDone("c");
  }

  @Test
  void onePastTheBoundThatGivesItsPlaceBackDoesNotPassItOnToo() {
    CompletableFuture<Void> d = goesOn("d");
    Sends sends = sendThree("d", "e");
    Runnable answered = beginWait("c");
    runAll();
    assertDone("d");

    sends.a().complete(null);
    runAll();
    assertThat(done).as("d has the place of c").isEmpty();

    answered.run();
    sends.b().complete(null);
    sends.c().complete(null);
    d.complete(null);
    runAll();
    assertDone("e");
  }

  @Test
  void letsOthersHaveTheThreadAfterManyInARow() {
    queue = create(new Bounds(1, 2, 100));
    CompletableFuture<Void> a = sends("a");
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
    a.complete(null);
    assertThat(work).isEmpty();
  }

  @Test
  void nothingBeginsBesideWhatHasEnteredThoughAPlaceIsPassedOn() {
    CompletableFuture<Void> a = sends("a");
    meanwhile.put("a", queue::enter);
    addAndStart("a", "b");
    runAll();
    assertDone("a");

    queue.leave();
    runAll();
    assertDone("b");
    a.complete(null);
  }

  @Test
  void countsWhatIsKeptUntilItsSendIsOver() {
    Sends sends = sendThree();
    assertThat(backlog.mayRead()).isTrue();
    queue.add(invocation("d"));

    assertThat(backlog.mayRead()).as("with three that are kept and one that waits").isFalse();

    sends.end();
    assertThat(backlog.mayRead()).isTrue();
    runAll();
    assertDone("d");
  }

  @Test
  void isAtWorkUntilItsSendIsOver() {
    CompletableFuture<Void> a = sends("a");
    addAndStart("a");
    runAll();
    assertDone("a");
    assertThat(queue.isAtWork()).isTrue();

    a.complete(null);
    assertThat(queue.isAtWork()).isFalse();
  }

  @Test
  void theEndWaitsForThoseThatWaitForTheirSends() {
    CompletableFuture<Void> a = sends("a");
    CompletableFuture<Void> b = sends("b");
    addAndStart("a", "b");
    runAll();
    assertDone("a", "b");
    queue.end(() -> done.add("begun"), () -> done.add("idle"));
    assertDone("begun");

    b.complete(null);
    assertThat(done).isEmpty();
    a.complete(null);
    assertDone("idle");
  }

  @Test
  void answersAndQuietWaitForThoseThatWaitForTheirSends() {
    CompletableFuture<Void> a = sends("a");
    addAndStart("a");
    runAll();
    assertDone("a");
    queue.whenQuiet(true, () -> done.add("quiet"));
    queue.finish(() -> done.add("begun"), () -> done.add("answered"));
    assertDone("begun");

    a.complete(null);
    assertDone("answered", "quiet");
  }
}
