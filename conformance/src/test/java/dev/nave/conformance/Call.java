package dev.nave.conformance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call of a load: when it was made, and how it was answered. */
final class Call {
  /** What a caller is told about its message. */
  enum Outcome {
    /** It went out to all servers. */
    OK,
    /** It did not and never will. */
    REFUSED,
    /** It may have. */
    UNKNOWN,
    /** An answer that no fault of Redis explains. */
    OTHER,
    /** There was no answer so far. */
    UNANSWERED;

    /** Reads the error of a completion, of a hub that shows its details. */
    private static Outcome of(@Nullable String error) {
      if (error == null) {
        return OK;
      }
      if (error.contains("BackplaneUnavailableException")) {
        return REFUSED;
      }
      return error.contains("BackplaneTimeoutException") ? UNKNOWN : OTHER;
    }
  }

  private final String text;
  private final long sentAt = System.nanoTime();
  private volatile Outcome outcome = Outcome.UNANSWERED;
  private volatile long answeredAt;
  private volatile @Nullable String error;

  Call(String text) {
    this.text = text;
  }

  /** Takes the answer. Once. */
  void answer(@Nullable String withError) {
    answeredAt = System.nanoTime();
    error = withError;
    outcome = Outcome.of(withError);
  }

  /** Returns what was sent to all, which no other call sends. */
  String text() {
    return text;
  }

  Outcome outcome() {
    return outcome;
  }

  long sentAt() {
    return sentAt;
  }

  /** Returns how long the answer took, or has not come. */
  Duration took() {
    return Duration.ofNanos(
        (outcome == Outcome.UNANSWERED ? System.nanoTime() : answeredAt) - sentAt);
  }

  @Override
  public String toString() {
    return text
        + " "
        + outcome
        + " after "
        + took().toMillis()
        + " ms"
        + (error == null ? "" : ": " + error);
  }
}
