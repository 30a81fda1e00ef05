package dev.nave.hub.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AbortTokenTest {
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final AbortToken token = new AbortToken(work::add);

  @AfterEach
  void nothingElseHappened() {
    assertThat(work).isEmpty();
    assertThat(done).isEmpty();
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

  @Test
  void callsBackOnTheExecutorInOrder() {
    token.onCancelled(() -> done.add("a"));
    token.onCancelled(() -> done.add("b"));

    token.cancel();
    assertThat(token.isCancelled()).isTrue();
    assertThat(done).isEmpty();
    runAll();

    assertDone("a", "b");
  }

  @Test
  void callsBackOnceThoughItIsCancelledTwice() {
    token.onCancelled(() -> done.add("a"));

    token.cancel();
    token.cancel();
    runAll();

    assertDone("a");
  }

  @Test
  void callsBackWhoComesTooLateAtOnceButOnTheExecutor() {
    token.cancel();

    token.onCancelled(() -> done.add("late"));
    assertThat(done).isEmpty();
    runAll();

    assertDone("late");
  }

  @Test
  void forgetsOneOfTwoEqualCallbacks() {
    Runnable callback = () -> done.add("a");
    Runnable forget = token.onCancelled(callback);
    token.onCancelled(callback);

    forget.run();
    forget.run();
    token.cancel();
    runAll();

    assertDone("a");
  }

  @Test
  void aCallbackThatFailsDoesNotStopTheNext() {
    token.onCancelled(
        () -> {
          throw new IllegalStateException("a test says so");
        });
    token.onCancelled(() -> done.add("b"));

    token.cancel();
    runAll();

    assertDone("b");
  }

  /** The loop cancels tokens, and an application may lock what it was given. */
  @Test
  void isCancelledThoughTheApplicationHasLockedIt() throws Exception {
    Runnable forget = token.onCancelled(() -> done.add("a"));

    synchronized (token) {
      CompletableFuture.runAsync(forget).get(30, TimeUnit.SECONDS);
      CompletableFuture.runAsync(token::cancel).get(30, TimeUnit.SECONDS);
    }

    assertThat(token.isCancelled()).isTrue();
  }

  @Test
  void forgettingACallbackTooLateDoesNothing() {
    Runnable forget = token.onCancelled(() -> done.add("a"));

    token.cancel();
    forget.run();
    runAll();
    forget.run();

    assertDone("a");
  }
}
