package dev.nave.conformance;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two servers that share one Redis, each ours or ASP.NET Core's, in processes of their own. */
final class ServerPair implements AutoCloseable {
  /** Which server, by the words that the lists of what does not pass yet begin with. */
  enum Kind {
    OURS,
    REFERENCE;

    ServerProcess start(Path log, String redis, List<String> ours) throws IOException {
      if (this == REFERENCE) {
        return ServerProcess.startReference(log, "--redis", redis);
      }
      List<String> arguments = new ArrayList<>(List.of("--redis", redis));
      arguments.addAll(ours);
      return ServerProcess.start(log, arguments.toArray(String[]::new));
    }
  }

  private final List<ServerProcess> servers = new ArrayList<>();

  /**
   * Starts two servers, which hear nothing of others on that Redis.
   *
   * @param prefix goes before each channel
   * @param ours further arguments of our servers
   */
  ServerPair(Kind first, Kind second, RedisServer redis, String prefix, String... ours)
      throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "farm-logs"));
    try {
      for (Kind kind : List.of(first, second)) {
        String name = title(first, second) + " " + prefix.replace(':', ' ') + (servers.size() + 1);
        Path log = logs.resolve(name + ".log");
        servers.add(kind.start(log, redis.address() + ",channelPrefix=" + prefix, List.of(ours)));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns what a pair is called, such as {@code ours, reference}. */
  static String title(Kind first, Kind second) {
    return (first + ", " + second).toLowerCase(Locale.ROOT);
  }

  /** Returns host and port of both. */
  List<String> addresses() {
    return servers.stream().map(ServerProcess::address).toList();
  }

  /** Returns where both listen, such as {@code http://127.0.0.1:5000}. */
  List<String> urls() {
    return addresses().stream().map(address -> "http://" + address).toList();
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }
}
