package dev.nave.backplane;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What the medium said when it accepted an envelope.
 *
 * @param receivers how many nodes were subscribed, the publisher included if it was; present only
 *     where the medium knows it exactly, so zero proves that none was
 */
public record Receipt(OptionalLong receivers) {
  /** Accepted; the number of receivers is not known. */
  public static final Receipt UNCOUNTED = new Receipt(OptionalLong.empty());

  /** Checks the component. */
  public Receipt {
    Objects.requireNonNull(receivers, "receivers");
    if (receivers.isPresent() && receivers.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "receivers must not be negative but was " + receivers.getAsLong());
    }
  }

  /** Returns the receipt of an envelope with an exactly known number of receivers. */
  public static Receipt of(long receivers) {
    return new Receipt(OptionalLong.of(receivers));
  }
}
