package dev.nave.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Cuts an input as a network may, and always in the same way. */
public final class Pieces {
  private Pieces() {}

  /** Returns the pieces, most of them a few bytes long; none is empty. */
  public static List<byte[]> of(byte[] whole) {
    Random random = new Random(Arrays.hashCode(whole));
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < whole.length; ) {
      int size = 1 + random.nextInt(1 + random.nextInt(32));
      int end = Math.min(whole.length, at + size);
      pieces.add(Arrays.copyOfRange(whole, at, end));
      at = end;
    }
    return pieces;
  }
}
