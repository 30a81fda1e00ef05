package dev.nave.benchmarks.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The processes of this machine that a run reads, by their ids.
 *
 * @param servers all servers under load; empty if they are not known
 * @param redis the Redis between them, if there is one and it is known
 * @param memory whether to read the memory of the servers, too, before and behind connecting
 * @param jcmd the program that asks servers for their heap, if they are JVMs
 */
public record Processes(
    List<Long> servers, OptionalLong redis, boolean memory, Optional<Path> jcmd) {
  /** Reads CPU time only. */
  public Processes(List<Long> servers, OptionalLong redis) {
    this(servers, redis, false, Optional.empty());
  }

  /** Reads no process. */
  public static Processes unknown() {
    return new Processes(List.of(), OptionalLong.empty());
  }
}
