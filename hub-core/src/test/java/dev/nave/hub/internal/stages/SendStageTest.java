package dev.nave.hub.internal.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SendStageTest {
  private final Object call = new Object();
  private final CompletableFuture<Void> sent = new CompletableFuture<>();
  private final SendStage stage = SendStage.of(call, sent);

  @Test
  void isOfTheCallThatHasBegunTheSend() {
    assertThat(stage.isOf(call)).isTrue();
    assertThat(stage.isOf(new Object())).isFalse();
  }

  @Test
  void endsAsTheSendDoes() {
    assertThat(stage).isNotDone();
    sent.complete(null);
    assertThat(stage).isCompletedWithValue(null);
  }

  @Test
  void hasTheFailureOfTheSendAsItIs() {
    IllegalStateException failure = new IllegalStateException("a test says so");
    List<@Nullable Throwable> seen = new ArrayList<>();
    var unusedStage = stage.whenComplete((unused, thrown) -> seen.add(thrown));

    sent.completeExceptionally(new CompletionException(failure));

    assertThat(seen).containsExactly(failure);
  }

  @Test
  void whatIsDerivedFromItIsNoSendStage() {
    Stream<CompletableFuture<?>> derived =
        Stream.of(
            stage.thenApply(unused -> 1),
            stage.thenRun(() -> {}),
            stage.thenCompose(CompletableFuture::completedFuture),
            stage.handle((unused, thrown) -> 1),
            stage.whenComplete((unused, thrown) -> {}),
            stage.exceptionally(thrown -> null),
            stage.copy());

    assertThat(derived).noneMatch(SendStage.class::isInstance);
  }

  @Test
  void aBoundOnItLeavesItWhatItIs() {
    assertThat(stage.orTimeout(1, TimeUnit.HOURS)).isSameAs(stage);
    assertThat(stage.toCompletableFuture()).isSameAs(stage);
    sent.complete(null);
  }

  @Test
  void oneBehindALookIsOfTheSameCallAndEndsAfterTheLook() {
    List<String> order = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("a test says so");
    SendStage behind =
        stage.behind(
            thrown -> {
              assertThat(thrown).isSameAs(failure);
              order.add("look");
            });
    var unusedStage = behind.whenComplete((unused, thrown) -> order.add("end"));
    assertThat(behind.isOf(call)).isTrue();

    sent.completeExceptionally(failure);

    assertThat(order).containsExactly("look", "end");
    assertThat(behind).isCompletedExceptionally();
  }
}
