package dev.nave.backplane.redis.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CoalescedTaskTest {
  private final Queue<Runnable> executor = new ArrayDeque<>();
  private int runs;

  @Test
  void requestsBeforeARunShareIt() {
    CoalescedTask task = new CoalescedTask(executor::add, () -> runs++);

    assertThat(task.request()).isTrue();
    assertThat(task.request()).isTrue();
    runAll();

    assertThat(runs).isEqualTo(1);
  }

  @Test
  void aRequestDuringARunGetsARunOfItsOwn() {
    CoalescedTask[] task = new CoalescedTask[1];
    task[0] =
        new CoalescedTask(
            executor::add,
            () -> {
              if (++runs == 1) {
                task[0].request();
              }
            });

    task[0].request();
    runAll();

    assertThat(runs).isEqualTo(2);
  }

  @Test
  void saysThatTheExecutorHasEndedEveryTime() {
    CoalescedTask task =
        new CoalescedTask(
            work -> {
              throw new RejectedExecutionException();
            },
            () -> runs++);

    assertThat(task.request()).isFalse();
    assertThat(task.request()).isFalse();
  }

  private void runAll() {
    for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
      next.run();
    }
  }
}
