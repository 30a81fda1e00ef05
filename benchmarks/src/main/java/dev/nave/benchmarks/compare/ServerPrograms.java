package dev.nave.benchmarks.compare;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs that take part in a comparison.
 *
 * @param java the JVM's program, which runs our own servers
 * @param newestJava the home of a newer JDK, for the server that runs in it
 * @param transport how they reach the network: auto, nio, epoll or io_uring
 * @param reference the script that starts the reference server
 * @param conformance the jar of the conformance server, for servers in servlet containers
 * @param redis the connection string of a Redis that runs already, as StackExchange.Redis has it;
 *     without it one is started where servers need it
 * @param peers the folder that other servers are installed in
 * @param baseline the class path of another build of this project: its benchmarks jar
 */
public record ServerPrograms(
    String java,
    Optional<Path> newestJava,
    String transport,
    Path reference,
    Path conformance,
    Optional<String> redis,
    Path peers,
    Optional<String> baseline) {
  /** Where peers are installed unless another folder is named. */
  public static final Path USUAL_PEERS = Path.of("benchmarks", "target", "peers");

  /** Returns programs that run our own servers only. */
  public static ServerPrograms ours(
      String java, Optional<String> redis, Optional<String> baseline) {
    Path none = Path.of("none");
    return new ServerPrograms(
        java, Optional.empty(), "auto", none, none, redis, USUAL_PEERS, baseline);
  }

  /** Returns the same with peers in another folder. */
  public ServerPrograms withPeers(Path folder) {
    return new ServerPrograms(
        java, newestJava, transport, reference, conformance, redis, folder, baseline);
  }
}
