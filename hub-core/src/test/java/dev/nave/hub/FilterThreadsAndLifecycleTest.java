package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.TestClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Filters around the lifecycle of connections, and the threads on which filters and methods run.
 */
class FilterThreadsAndLifecycleTest extends HubFilterFixture {
  @Test
  void methodRunsOnTheHubExecutorThoughAFilterWaitedForAStageOfAnotherThread() {
    ExecutorService foreign =
        Executors.newSingleThreadExecutor(work -> new Thread(work, "foreign"));
    try {
      TestClient ann =
          connectFiltered(
              (invocation, next) ->
                  CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), foreign)
                      .thenCompose(
                          thread -> {
                            seen.add("filter goes on on " + Thread.currentThread().getName());
                            return next.proceed(invocation);
                          }));
      for (int i = 0; i < 100; i++) {
        assertThat(ann.invoke(String.class, "join", "a", "b")).isEqualTo("ab");
      }
    } finally {
      foreign.shutdown();
    }

    assertThat(seen).contains("filter goes on on foreign").doesNotContain("join on foreign");
  }

  @Test
  void methodRunsOnTheThreadOfTheFilterThatDoesNotWait() {
    TestClient ann =
        connectFiltered(
            (invocation, next) -> {
              Thread filter = Thread.currentThread();
              return next.proceed(invocation)
                  .thenRun(() -> seen.add("same thread: " + (filter == Thread.currentThread())));
            });
    ann.invoke("join", "a", "b");

    assertThat(seen).contains("same thread: true");
  }

  @Test
  void canRefuseAClient() {
    HubFilter doorman =
        new HubFilter() {
          @Override
          public CompletionStage<?> connected(HubFilterContext context, ConnectedNext next) {
            return CompletableFuture.failedStage(new HubException("full"));
          }
        };

    assertThatExceptionOfType(ConnectionRefusedException.class)
        .isThrownBy(() -> connect(doorman))
        .withMessageContaining("HubException: full");
    assertThat(seen).isEmpty();
  }

  @Test
  void canKeepTheEndOfAConnectionFromTheHubOrTellItAnotherCause() {
    HubFilter undertaker =
        new HubFilter() {
          @Override
          public CompletionStage<?> disconnected(
              HubFilterContext context, @Nullable Throwable cause, DisconnectedNext next) {
            seen.add("cause " + cause);
            return "ann".equals(context.context().userId())
                ? next.proceed(new IllegalStateException("gone"))
                : CompletableFuture.completedFuture(null);
          }
        };
    TestClient ann = connect(undertaker);
    TestClient bob = java.util.Objects.requireNonNull(tester).connect("bob");
    bob.close();
    await().until(() -> seen.contains("cause null"));
    ann.close();

    await().until(() -> seen.contains("onDisconnected gone"));
    assertThat(seen)
        .containsExactly(
            "onConnected", "onConnected", "cause null", "cause null", "onDisconnected gone");
  }
}
