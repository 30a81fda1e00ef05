package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a hub object is given for one call, and what that call has begun. */
public interface CallScope extends HubCall {

  /**
   * Returns a stage that is done when all that must happen before the call may end has happened:
   * group changes, and sends that are still to be delivered in this process. Fails with what the
   * first group change failed with whose failure the application did not look at.
   */
  CompletableFuture<Void> settled();

  /**
   * Returns whether a stage that the method has returned is of a send that the call has begun, as
   * it was handed out, and nothing else must happen before the call may end: no group change that
   * it has begun, and no loop that is behind, by which senders are slowed down.
   */
  boolean awaitsOnlyOwnSend(CompletionStage<?> returned);

  /** Makes the scopes of one hub. */
  @FunctionalInterface
  interface Factory {
    /**
     * Returns the scope of one call by a connection.
     *
     * @param rule for when it waits for an answer of a client
     */
    CallScope begin(CallerContext caller, ClientResultWait rule);
  }
}
