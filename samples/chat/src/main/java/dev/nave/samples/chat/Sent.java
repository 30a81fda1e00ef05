package dev.nave.samples.chat;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.hub.HubException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Says in a user's words what became of a message that the servers could not pass on. */
final class Sent {
  static final String NOT_SENT =
      "The chat's servers cannot reach each other at the moment. Nothing was sent; please try again"
          + " soon.";
  static final String PERHAPS_SENT =
      "The link between the chat's servers broke meanwhile. Perhaps this was sent, perhaps not: if you"
          + " try again, some may read it twice.";

  private Sent() {}

  /** Returns the stage; where the backplane failed it fails with a text for the page instead. */
  static <T> CompletionStage<T> orSayWhy(CompletionStage<T> sending) {
    return sending.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(inUsersWords(failure)));
  }

  /**
   * Returns whether a message went to all servers, or to this one only; fails as {@link #orSayWhy}
   * does if no client got it.
   */
  static CompletionStage<Boolean> everywhere(CompletionStage<Void> sending) {
    return orSayWhy(
        sending
            .thenApply(sent -> true)
            .exceptionallyCompose(
                failure ->
                    isLocal(failure)
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(failure)));
  }

  /** Returns the stage of the second part of what cannot be taken back. */
  static CompletionStage<Void> orPerhaps(CompletionStage<Void> sending) {
    return sending.exceptionallyCompose(
        failure ->
            isLocal(failure)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new HubException(PERHAPS_SENT, failure)));
  }

  private static boolean isLocal(Throwable failure) {
    return causeOf(failure) instanceof BackplaneUnavailableException refusal
        && refusal.deliveredLocally();
  }

  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static Throwable inUsersWords(Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof BackplaneTimeoutException) {
      return new HubException(PERHAPS_SENT, cause);
    }
    return cause instanceof BackplaneException ? new HubException(NOT_SENT, cause) : cause;
  }
}
