package dev.nave.backplane;

import org.jspecify.annotations.Nullable;

/**
 * Refused: it certainly was not done and will not be done later. A publication that fails so was
 * not sent to any node, and to repeat it cannot duplicate it, but for {@link #deliveredLocally()}.
 */
public final class BackplaneUnavailableException extends BackplaneException {
  private static final long serialVersionUID = 1L;

  private final RefusalReason reason;
  private final boolean deliveredLocally;

  /** Creates a refusal without an underlying exception. */
  public BackplaneUnavailableException(RefusalReason reason, String message) {
    this(reason, message, null);
  }

  /** Creates a refusal; it {@linkplain #isTransient() is transient} if its reason is. */
  public BackplaneUnavailableException(
      RefusalReason reason, String message, @Nullable Throwable cause) {
    this(reason, message, cause, false);
  }

  private BackplaneUnavailableException(
      RefusalReason reason, String message, @Nullable Throwable cause, boolean deliveredLocally) {
    super(message, cause, reason.isTransient());
    this.reason = reason;
    this.deliveredLocally = deliveredLocally;
  }

  /** Returns what stood in the way. */
  public RefusalReason reason() {
    return reason;
  }

  /**
   * Whether the sending server gave the message to its own connections although it could not reach
   * other nodes. A backplane itself never does; a hub server may, if it is set up so.
   */
  public boolean deliveredLocally() {
    return deliveredLocally;
  }

  /** Returns the same refusal, caused by this one, that says {@link #deliveredLocally()}. */
  public BackplaneUnavailableException asDeliveredLocally() {
    return new BackplaneUnavailableException(reason, String.valueOf(getMessage()), this, true);
  }
}
