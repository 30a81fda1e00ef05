package dev.nave.benchmarks.load;

import dev.nave.benchmarks.load.ProcessMemory.Occupied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of a run use, and the Redis between them, as far as their processes are known.
 */
final class ProcessUsage {
  private final List<Long> pids;
  private final List<ProcessCpu> servers;
  private final List<ProcessCpu> redis;
  private final Optional<ProcessMemory> memory;

  /** Reads nothing yet. */
  ProcessUsage(Processes processes) {
    pids = processes.servers();
    servers = pids.stream().map(ProcessCpu::new).toList();
    redis = processes.redis().stream().mapToObj(ProcessCpu::new).toList();
    memory =
        processes.memory()
            ? Optional.of(new ProcessMemory(processes.servers(), processes.jcmd()))
            : Optional.empty();
  }

  /**
   * CPU time since the processes began.
   *
   * @param servers that of all servers; null if no process is known
   * @param redis that of the Redis between them; null if it is not known
   */
  record Cpu(@Nullable Duration servers, @Nullable Duration redis) {
    /** Returns what was used since {@code before}. */
    Cpu since(Cpu before) {
      return new Cpu(difference(servers, before.servers), difference(redis, before.redis));
    }

    private static @Nullable Duration difference(@Nullable Duration now, @Nullable Duration then) {
      return now == null || then == null ? null : now.minus(then);
    }

    /** Returns the sum of both. */
    Cpu plus(Cpu other) {
      return new Cpu(sum(servers, other.servers), sum(redis, other.redis));
    }

    private static @Nullable Duration sum(@Nullable Duration one, @Nullable Duration other) {
      return one == null || other == null ? null : one.plus(other);
    }
  }

  /** Returns whether the servers' processes are known. */
  boolean isKnown() {
    return !servers.isEmpty();
  }

  /** Returns the CPU time until now. */
  Cpu cpu() throws IOException {
    return new Cpu(used(servers), used(redis));
  }

  private static @Nullable Duration used(List<ProcessCpu> processes) throws IOException {
    Duration sum = Duration.ZERO;
    for (ProcessCpu process : processes) {
      sum = sum.plus(process.used());
    }
    return processes.isEmpty() ? null : sum;
  }

  /** Returns the memory that the servers occupy, if that is wanted. */
  Occupied occupied() throws IOException, InterruptedException {
    return memory.isPresent() ? memory.get().read() : Occupied.UNKNOWN;
  }

  /** Returns how many files the servers have open, sockets included. Source: proc(5). */
  long openFiles() throws IOException {
    long sum = 0;
    for (long pid : pids) {
      try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
        sum += files.count();
      }
    }
    return sum;
  }
}
