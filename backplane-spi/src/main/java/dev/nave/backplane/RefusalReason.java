package dev.nave.backplane;

/** Why a backplane did not do what it was asked; the key under which refusals are counted. */
public enum RefusalReason {
  /** {@link Backplane#start} was not called yet. */
  NOT_STARTED(false),
  /** The node has no connection to the medium at the moment. */
  UNAVAILABLE(true),
  /** Too much waits to be sent or delivered already. */
  OVERLOADED(true),
  /** The topic or the envelope is larger than the medium carries. */
  TOO_LARGE(false),
  /** {@link Envelope#bytes} failed; its exception is the cause. */
  ENCODING_FAILED(false),
  /** The medium said no: a missing permission, for example. */
  REJECTED(false),
  /** {@link Backplane#close} was called. */
  CLOSED(false);

  private final boolean isTransient;

  RefusalReason(boolean isTransient) {
    this.isTransient = isTransient;
  }

  /** Whether this is likely to pass by itself, so that a later call can succeed. */
  public boolean isTransient() {
    return isTransient;
  }
}
