package dev.nave.hub;

/** What of the JVM's memory a server may fill by default with what waits. */
final class MemoryDefaults {
  private static final long LEAST_BYTES = 1024L * 1024;
  private static final long MOST_BYTES = 64 * LEAST_BYTES;

  /** For all loops, of which a transport has as many as there are processors. */
  private static final int PART_OF_HEAP = 8;

  private static final int FEWEST_MEMBERSHIPS = 10_000;
  private static final int MOST_MEMBERSHIPS = 1_000_000;

  /** What one weighs whose group has a short name. */
  private static final int MEMBERSHIP_BYTES = 512;

  private MemoryDefaults() {}

  /** Returns the default bound of the memberships in groups. */
  static int groupMemberships() {
    return groupMemberships(Runtime.getRuntime().maxMemory());
  }

  static int groupMemberships(long maxMemory) {
    long fitting = maxMemory / PART_OF_HEAP / MEMBERSHIP_BYTES;
    return (int) Math.max(FEWEST_MEMBERSHIPS, Math.min(MOST_MEMBERSHIPS, fitting));
  }

  /** Returns the default of each bound of what waits for one loop. */
  static long loopBytes() {
    Runtime jvm = Runtime.getRuntime();
    return loopBytes(jvm.maxMemory(), jvm.availableProcessors());
  }

  static long loopBytes(long maxMemory, int loops) {
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, maxMemory / PART_OF_HEAP / loops));
  }
}
