package dev.nave.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Redis that links the servers of a pair: one that runs already, or one of our own. */
public final class LinkingRedis implements AutoCloseable {
  private static final List<String> WITHOUT_STORAGE =
      List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no");

  private final Optional<String> connection;
  private final @Nullable ServerProcess process;

  private LinkingRedis(Optional<String> connection, @Nullable ServerProcess process) {
    this.connection = connection;
    this.process = process;
  }

  /** Returns the Redis of a plan; starts one if the plan needs one and names none. */
  static LinkingRedis of(ComparisonPlan plan, Pinning pinning)
      throws IOException, InterruptedException {
    Optional<String> given = plan.programs().redis();
    return plan.needsRedis() ? of(given, pinning) : new LinkingRedis(given, null);
  }

  /** Returns the Redis that is given; starts one if there is none. */
  public static LinkingRedis of(Optional<String> given, Pinning pinning)
      throws IOException, InterruptedException {
    if (given.isPresent()) {
      return new LinkingRedis(given, null);
    }
    ServerProcess process = ServerProcess.start(port -> pinning.onServerCore(command(port)));
    return new LinkingRedis(Optional.of("127.0.0.1:" + process.port()), process);
  }

  private static List<String> command(int port) {
    return Stream.concat(
            Stream.of("redis-server", "--port", Integer.toString(port)), WITHOUT_STORAGE.stream())
        .toList();
  }

  /** Returns the connection string; empty if no server needs it. */
  public Optional<String> connection() {
    return connection;
  }

  /** Returns the process, if it is one of our own. */
  public OptionalLong pid() {
    return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (process != null) {
      process.close();
    }
  }
}
