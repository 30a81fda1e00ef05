package dev.nave.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The CPU time of a process, all its threads, user and kernel. Source: proc(5), {@code
 * /proc/PID/stat}, fields 14 and 15, in ticks of 10 ms.
 */
public final class ProcessCpu {
  private static final Duration TICK = Duration.ofMillis(10);
  private static final int UTIME = 14;
  private static final int STIME = 15;
  private static final int FIRST_FIELD_BEHIND_THE_NAME = 3;

  private final Path stat;

  /** Reads the process with this id. */
  public ProcessCpu(long pid) {
    stat = Path.of("/proc", Long.toString(pid), "stat");
  }

  /** Returns what the process has used since it began. */
  public Duration used() throws IOException {
    String line = Files.readString(stat);
    // The name is in parentheses and may hold anything, spaces and parentheses included.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = field(fields, UTIME) + field(fields, STIME);
    return TICK.multipliedBy(ticks);
  }

  private static long field(String[] fields, int number) {
    return Long.parseLong(fields[number - FIRST_FIELD_BEHIND_THE_NAME]);
  }
}
