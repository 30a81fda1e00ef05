package dev.nave.hub.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.internal.executor.ConnectionThreads.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ConnectionThreadsTest {
  /** What was given to the hub executor: each holds a thread until a test runs it. */
  private final Queue<Runnable> held = new ArrayDeque<>();

  private final List<String> done = new ArrayList<>();
  private boolean stopped;
  private final ConnectionThreads threads = new ConnectionThreads(this::hold, 4);

  private void hold(Runnable task) {
    if (stopped) {
      throw new RejectedExecutionException("a test says so");
    }
    held.add(task);
  }

  private void submit(Work kind, String name) {
    threads.of(kind).execute(() -> done.add(name));
  }

  private void submit(int count, Work kind) {
    for (int i = 1; i <= count; i++) {
      submit(kind, kind.name() + i);
    }
  }

  private void runOne() {
    Objects.requireNonNull(held.poll()).run();
  }

  @Test
  void noMoreThreadsAreHeldThanTheBoundSays() {
    submit(5, Work.OTHER);

    assertThat(held).hasSize(4);
    runOne();
    assertThat(held).hasSize(4);
    runOne();
    assertThat(held).hasSize(3);
  }

  @Test
  void methodsLeaveAThreadForWhatTheyWaitFor() {
    submit(5, Work.METHOD);
    assertThat(held).hasSize(3);

    submit(5, Work.OTHER);
    assertThat(held).hasSize(4);
  }

  @Test
  void streamsLeaveAThreadForMethods() {
    submit(5, Work.STREAM);
    assertThat(held).hasSize(2);

    submit(5, Work.METHOD);
    assertThat(held).hasSize(3);
  }

  @Test
  void whatMethodsWaitForGoesFirst() {
    submit(4, Work.METHOD);
    submit(2, Work.STREAM);
    submit(2, Work.OTHER);

    while (!held.isEmpty()) {
      runOne();
    }

    assertThat(done)
        .containsExactly(
            "METHOD1", "METHOD2", "METHOD3", "OTHER1", "OTHER2", "METHOD4", "STREAM1", "STREAM2");
  }

  @Test
  void threadOfATaskThatThrowsIsFreeAgain() {
    threads
        .of(Work.OTHER)
        .execute(
            () -> {
              throw new IllegalStateException("a test says so");
            });
    submit(4, Work.OTHER);

    assertThatThrownBy(this::runOne).hasMessage("a test says so");

    assertThat(held).hasSize(4);
  }

  @Test
  void whatWaitsIsDoneByTheOneBeforeItAfterTheEndOfTheServer() {
    submit(4, Work.METHOD);
    stopped = true;

    runOne();

    assertThat(done).containsExactly("METHOD1", "METHOD4");
  }

  @Test
  void taskThatIsRejectedHoldsNoThread() {
    stopped = true;
    assertThatThrownBy(() -> submit(Work.OTHER, "rejected"))
        .isInstanceOf(RejectedExecutionException.class);
    stopped = false;

    submit(4, Work.OTHER);

    assertThat(held).hasSize(4);
  }

  @Test
  void smallestBoundHasAThreadForEachKindOfWork() {
    ConnectionThreads two = new ConnectionThreads(this::hold, 2);

    two.of(Work.STREAM).execute(() -> {});
    two.of(Work.OTHER).execute(() -> {});

    assertThat(held).hasSize(2);
  }

  @Test
  void withoutABoundNothingWaits() {
    new ConnectionThreads(this::hold, 0).of(Work.STREAM).execute(() -> {});
    ConnectionThreads free = new ConnectionThreads(this::hold, 0);
    for (int i = 0; i < 100; i++) {
      free.execute(Work.STREAM, () -> {}, this::hold);
    }

    assertThat(held).hasSize(101);
  }
}
