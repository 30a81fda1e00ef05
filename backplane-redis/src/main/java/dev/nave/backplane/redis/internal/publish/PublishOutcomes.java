package dev.nave.backplane.redis.internal.publish;

import dev.nave.backplane.BackplaneException;
import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.Receipt;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.TopicText;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reports how publications over one connection ended, to their stages and to the totals. Any
 * thread.
 */
final class PublishOutcomes {
  private final String endpoint;
  private final PublishTotals totals;

  PublishOutcomes(String endpoint, PublishTotals totals) {
    this.endpoint = endpoint;
    this.totals = totals;
  }

  /** Returns the outcome of what is not even taken. */
  CompletableFuture<Receipt> notTaken(
      RefusalReason reason, String topic, String why, @Nullable Throwable cause) {
    BackplaneUnavailableException refusal = refusal(reason, topic, why, cause);
    totals.fail(refusal);
    return CompletableFuture.failedFuture(refusal);
  }

  /** Ends what certainly was not sent. */
  void refuse(PublishCommand command, RefusalReason reason, String why, @Nullable Throwable cause) {
    fail(command, refusal(reason, command.topic(), why, cause));
  }

  /** Ends what the connection took and did not answer: what was encoded may have been sent. */
  void abandon(PublishCommand command, RefusalReason reason, Throwable cause) {
    String why = "the connection was given up before Redis answered";
    if (command.isEncoded()) {
      fail(
          command,
          new BackplaneTimeoutException(
              "a publication to "
                  + TopicText.quote(command.topic())
                  + " at "
                  + endpoint
                  + " may or may not have been sent: "
                  + why,
              cause));
    } else {
      refuse(command, reason, why, cause);
    }
  }

  private void fail(PublishCommand command, BackplaneException failure) {
    if (!command.isProbe()) {
      totals.fail(failure);
    }
    command.outcome().completeExceptionally(failure);
  }

  private BackplaneUnavailableException refusal(
      RefusalReason reason, String topic, String why, @Nullable Throwable cause) {
    return new BackplaneUnavailableException(
        reason,
        "cannot publish to " + TopicText.quote(topic) + " at " + endpoint + ": " + why,
        cause);
  }
}
