package dev.nave.hub.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.FakeLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private static final Duration TIME = Duration.ofMillis(2);
  private static final Duration PIECE = TIME.dividedBy(2);

  private final FakeLoop loop = new FakeLoop();
  private final RoundRobin line = new RoundRobin(loop, loop::now, TIME);
  private final List<String> done = new ArrayList<>();

  /** A piece of work that takes half of the time. */
  private Runnable piece(String name) {
    return () -> {
      done.add(name);
      loop.pass(PIECE);
    };
  }

  private void assertNextTurn(String... names) {
    done.clear();
    loop.nextTurn();
    assertThat(done).containsExactly(names);
  }

  @Test
  void whatIsAddedBeginsInALaterTurn() {
    line.add(piece("a"));
    loop.runAll();

    assertThat(done).isEmpty();
    assertThat(line.isBusy()).isTrue();
    assertNextTurn("a");
    assertThat(line.isBusy()).isFalse();
  }

  @Test
  void allTogetherHaveSoMuchTimeOfATurn() {
    List.of("a", "b", "c", "d", "e").forEach(name -> line.add(piece(name)));

    assertNextTurn("a", "b");
    assertNextTurn("c", "d");
    assertNextTurn("e");
    assertNextTurn();
  }

  @Test
  void aPieceThatTakesLongIsTheLastOfItsTurn() {
    line.add(() -> loop.pass(TIME.multipliedBy(5)));
    line.add(piece("b"));

    assertNextTurn();
    assertNextTurn("b");
  }

  @Test
  void whoHasMoreToDoGoesBehindTheOthersAndHasOnePieceInATurn() {
    line.add(
        () -> {
          done.add("a");
          line.add(piece("more of a"));
        });
    line.add(piece("b"));

    assertNextTurn("a", "b");
    assertNextTurn("more of a");
  }

  @Test
  void whatFailsHoldsUpNobody() {
    line.add(
        () -> {
          throw new AssertionError("fails on purpose");
        });
    line.add(piece("b"));

    assertNextTurn("b");
    line.add(piece("c"));
    assertNextTurn("c");
  }
}
