package dev.nave.backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagesTest {
  private final IllegalStateException failure = new IllegalStateException("as it is");
  private final CompletableFuture<String> future = new CompletableFuture<>();

  @Test
  void aFailureReachesDependentsAsItIs() {
    CompletionStage<String> pending = Stages.readOnly(future);
    AtomicReference<@Nullable Throwable> seen = new AtomicReference<>();
    var unusedStage = pending.whenComplete((value, thrown) -> seen.set(thrown));
    future.completeExceptionally(failure);

    assertThat(seen).hasValue(failure);
    seen.set(null);
    var unusedLater =
        Stages.readOnly(future.thenApply(String::length))
            .whenComplete((value, thrown) -> seen.set(thrown));
    assertThat(seen).hasValue(failure);
  }

  @Test
  void aValueReachesDependents() {
    CompletionStage<String> stage = Stages.readOnly(future);
    future.complete("value");

    assertThat(stage.toCompletableFuture()).isCompletedWithValue("value");
    assertThat(stage.thenApply(String::length).toCompletableFuture()).isCompletedWithValue(5);
  }

  @Test
  void itsReceiverCannotCompleteIt() {
    CompletionStage<String> stage = Stages.readOnly(future);

    stage.toCompletableFuture().complete("mine");
    assertThat(stage).isInstanceOf(CompletableFuture.class);
    assertThatThrownBy(() -> ((CompletableFuture<String>) stage).complete("mine"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((CompletableFuture<String>) stage).cancel(true))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(future).isNotDone();
    future.complete("ours");

    assertThat(stage.toCompletableFuture()).isCompletedWithValue("ours");
  }

  @Test
  void unwrapsWhatFuturesWrap() {
    assertThat(Stages.unwrap(new CompletionException(new ExecutionException(failure))))
        .isSameAs(failure);
    assertThat(Stages.unwrap(failure)).isSameAs(failure);
    CompletionException bare = new CompletionException("without a cause", null);
    assertThat(Stages.unwrap(bare)).isSameAs(bare);
  }
}
