package dev.nave.benchmarks.load;

import java.util.List;
import java.util.OptionalLong;

/**
 * The processes of this machine whose CPU time a run reads, by their ids.
 *
 * @param servers all servers under load; empty if they are not known
 * @param redis the Redis between them, if there is one and it is known
 */
public record Processes(List<Long> servers, OptionalLong redis) {
  /** Reads no process. */
  public static Processes unknown() {
    return new Processes(List.of(), OptionalLong.empty());
  }
}
