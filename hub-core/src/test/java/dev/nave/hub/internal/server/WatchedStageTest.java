package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchedStageTest {
  private final CompletableFuture<String> source = new CompletableFuture<>();
  private final WatchedStage<String> stage = WatchedStage.of(source);

  @Test
  void aBoundOfTimeLooksAtNoFailure() {
    var unusedBound = stage.orTimeout(1, TimeUnit.HOURS);
    var unusedValue = stage.completeOnTimeout("late", 1, TimeUnit.HOURS);

    assertThat(stage.isSeen()).isFalse();
    source.completeExceptionally(new IllegalStateException("broken"));
    assertThat(stage.isSeen()).isFalse();
  }

  @Test
  void whatWasSeenBeforeABoundOfTimeStaysSeen() {
    var unusedHandled = stage.handle((value, failure) -> value);

    var unusedBound = stage.orTimeout(1, TimeUnit.HOURS);

    assertThat(stage.isSeen()).isTrue();
  }

  @Test
  void aDerivedStageThatIsLookedAtCounts() {
    var unusedHandled = stage.thenApply(value -> value + "!").exceptionally(failure -> "none");

    assertThat(stage.isSeen()).isTrue();
  }

  @Test
  void aDerivedStageThatIsNotLookedAtDoesNotCount() {
    var unusedDerived = stage.thenApply(value -> value + "!").thenAccept(value -> {});

    assertThat(stage.isSeen()).isFalse();
  }
}
