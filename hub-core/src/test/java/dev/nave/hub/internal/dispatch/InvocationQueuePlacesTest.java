package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An invocation that waits for a client gives its place to the next. */
class InvocationQueuePlacesTest extends InvocationQueueFixture {
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
}
