package dev.nave.hub.internal.stages;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a send that a call has begun, as its hub method is given it: a method that returns
 * it as it is waits for nothing else. A stage that is derived from it is none, since what it was
 * derived by is code of the application that has not run yet. Any thread.
 */
public final class SendStage extends CompletableFuture<Void> {
  private final Object call;

  private SendStage(Object call) {
    this.call = call;
  }

  /**
   * Returns a stage that ends as a send does, on the same thread, and with its failure as it is.
   *
   * @param call what has begun the send; compared by its identity
   */
  public static SendStage of(Object call, CompletableFuture<Void> sent) {
    SendStage stage = new SendStage(call);
    var unusedFuture = sent.whenComplete((unused, failure) -> stage.end(Outcomes.unwrap(failure)));
    return stage;
  }

  /** Returns whether this is of a send that {@code other} has begun. */
  public boolean isOf(Object other) {
    return call == other;
  }

  /**
   * Returns a stage of the same send that ends behind a look of the server at how this one has.
   *
   * @param look is given the failure, or null; must not throw
   */
  public SendStage behind(Consumer<@Nullable Throwable> look) {
    SendStage stage = new SendStage(call);
    var unusedFuture =
        whenComplete(
            (unused, failure) -> {
              look.accept(failure);
              stage.end(failure);
            });
    return stage;
  }

  private void end(@Nullable Throwable failure) {
    if (failure == null) {
      complete(null);
    } else {
      completeExceptionally(failure);
    }
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
