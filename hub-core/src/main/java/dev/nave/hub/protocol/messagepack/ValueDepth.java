package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.MismatchException;

/** How deep the arrays and maps of one value may nest: reading and writing them takes stack. */
final class ValueDepth {
  /** The deepest nesting inside one value, itself included. */
  static final int MAX = 500;

  private ValueDepth() {}

  static void check(int depth) throws MismatchException {
    if (depth > MAX) {
      throw new MismatchException("a value nests more than " + MAX + " levels deep");
    }
  }
}
