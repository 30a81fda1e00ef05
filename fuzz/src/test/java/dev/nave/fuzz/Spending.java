package dev.nave.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bounds what reading an input may allocate, whatever the input says about sizes. */
public final class Spending {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What any input may cost. */
  private static final long FREE_BYTES = 4 << 20;

  private Spending() {}

  /**
   * Reads an input, and again if that was dear, for the first time loads classes. Fails if it
   * allocates more than {@code perByte} for each byte of the input, and 4 MiB.
   */
  public static void isBounded(byte[] input, int perByte, Runnable reading) {
    long most = FREE_BYTES + (long) perByte * input.length;
    if (spentBy(reading) > most) {
      assertThat(spentBy(reading))
          .as("bytes allocated for an input of %d bytes", input.length)
          .isLessThanOrEqualTo(most);
    }
  }

  private static long spentBy(Runnable reading) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reading.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
