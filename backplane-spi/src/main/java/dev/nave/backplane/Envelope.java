package dev.nave.backplane;

import java.util.Objects;

/**
 * What one node tells others: bytes that the backplane never opens, made when they are first asked
 * for. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface Envelope {
  /**
   * Returns the content, which must not be modified. Each call returns equal bytes, possibly the
   * same array. Called by a backplane that needs bytes, and by receivers.
   */
  byte[] bytes();

  /**
   * Returns an envelope of bytes that exist already.
   *
   * @param bytes not copied; not to be modified any more
   */
  static Envelope of(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    return () -> bytes;
  }
}
