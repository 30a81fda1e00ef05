package dev.nave.hub.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorBatchTest {
  private final Queue<Runnable> loop = new ArrayDeque<>();
  private final Queue<Runnable> hub = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final ExecutorBatch handOver = new ExecutorBatch(loop::add, hub::add);

  private void add(String name) {
    handOver.add(() -> done.add(name));
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(loop).isEmpty();
    assertThat(hub).isEmpty();
  }

  @Test
  void wakesOneThreadForAllThatCameInOneTurn() {
    add("a");
    add("b");
    add("c");
    assertThat(hub).isEmpty();
    loop.remove().run();
    assertThat(hub).hasSize(1);

    hub.remove().run();

    assertThat(done).containsExactly("a");
    hub.remove().run();
    hub.remove().run();
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void offersTheOthersBeforeItsOwnPartMayBlock() {
    List<Integer> offered = new ArrayList<>();
    handOver.add(() -> offered.add(hub.size()));
    add("b");
    loop.remove().run();

    hub.remove().run();

    assertThat(offered).containsExactly(1);
    hub.remove().run();
    assertThat(done).containsExactly("b");
  }

  @Test
  void whatAnExecutorTakesNoMoreIsNotRunAndDoesNotStopTheLoop() {
    ExecutorBatch closed =
        ExecutorBatch.whileOpen(
            loop::add,
            work -> {
              throw new RejectedExecutionException("shut down");
            });
    closed.add(() -> done.add("late"));

    loop.remove().run();

    assertThat(done).isEmpty();
  }

  @Test
  void beginsAnewInTheNextTurn() {
    add("a");
    loop.remove().run();
    add("b");
    loop.remove().run();

    hub.remove().run();
    hub.remove().run();

    assertThat(done).containsExactly("a", "b");
  }
}
