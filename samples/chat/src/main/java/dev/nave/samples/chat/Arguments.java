package dev.nave.samples.chat;

import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.redis.RedisOptions;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param host the address to listen at
 * @param port the port to listen at; 0 for any free one
 * @param redis the Redis that links several servers into one chat; empty for one server alone
 * @param farm what matters where there are several
 * @param operatorKey what opens the operator's page; empty where there is none
 */
record Arguments(
    String host,
    int port,
    Optional<RedisOptions> redis,
    FarmSettings farm,
    Optional<String> operatorKey) {
  static final String USAGE =
      """
      usage: chat [--host address] [--port number] [--redis connection] [more, for several servers]
        --host   where to listen; 127.0.0.1 unless given
        --port   where to listen; 8080 unless given, 0 for any free port
        --redis  makes this server one of several of one chat, for instance with --redis localhost:6379
                 (or "localhost:6379,password=...,channelPrefix=chat:", or a redis:// address);
                 give each server another --port and the same --redis, and open both pages
        --operate  a key of 8 characters or more; with it one sees rooms, members and servers at
                 /operate, and can end connections; no such page unless given
      for several servers behind a load balancer (see "farm", beside the sample):
        --name              what pages call this server; its address unless given
        --when-unavailable  while the servers cannot reach each other: "fail" refuses what is written,
                            "local-only" lets those who are on the same server talk; fail unless given
        --drain-seconds     how long a server that is stopped goes on, so that the load balancer can
                            send new pages elsewhere first; 0 unless given
        --ready-when        "running", or "linked" if it wants new pages only while it reaches the
                            others; running unless given
        --counters          a path at which it tells what became of its messages, as JSON; it also
                            prints them when it ends; not told unless given
        --metrics           a path at which Prometheus finds what it measures; nowhere unless given\
      """;

  /** Listens there, without other servers. */
  Arguments(String host, int port) {
    this(host, port, Optional.empty(), FarmSettings.DEFAULT, Optional.empty());
  }

  /** Reads the command line; what is missing has the default: 127.0.0.1, 8080 and no Redis. */
  static Arguments parse(String... args) {
    Arguments result = new Arguments("127.0.0.1", 8080);
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i];
      boolean hasValue = i + 1 < args.length && !args[i + 1].isEmpty();
      result = result.with(name, hasValue ? args[i + 1] : "");
    }
    return result;
  }

  private Arguments with(String name, String value) {
    return switch (name) {
      case "--host" -> new Arguments(required(name, value), port, redis, farm, operatorKey);
      case "--port" -> new Arguments(host, port(required(name, value)), redis, farm, operatorKey);
      case "--redis" ->
          new Arguments(host, port, Optional.of(redis(required(name, value))), farm, operatorKey);
      case "--operate" -> new Arguments(host, port, redis, farm, Optional.of(key(value)));
      case "--name" -> with(farm.withName(required(name, value)));
      case "--when-unavailable" -> with(farm.withWhenUnavailable(required(name, value)));
      case "--drain-seconds" -> with(farm.withDrainSeconds(required(name, value)));
      case "--ready-when" -> with(farm.withReadyWhen(required(name, value)));
      case "--counters" -> with(farm.withCounters(required(name, value)));
      case "--metrics" -> with(farm.withMetrics(required(name, value)));
      default -> throw new IllegalArgumentException("unknown argument \"" + name + "\"");
    };
  }

  /** Returns the name that pages show for the server; empty if it has none and is the only one. */
  String serverName() {
    return farm.name().orElse(redis.isEmpty() || port == 0 ? "" : host + ":" + port);
  }

  private Arguments with(FarmSettings value) {
    return new Arguments(host, port, redis, value, operatorKey);
  }

  private static String required(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return value;
  }

  private static String key(String value) {
    if (value.length() < 8) {
      throw new IllegalArgumentException("--operate needs a key of 8 characters or more");
    }
    return value;
  }

  private static int port(String value) {
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException(
          "--port must be a number from 0 to 65535 but was \"" + value + "\"");
    }
    return Integer.parseInt(value);
  }

  private static RedisOptions redis(String value) {
    try {
      return RedisOptions.parse(value);
    } catch (OptionException e) {
      throw new IllegalArgumentException("--redis: " + e.getMessage(), e);
    }
  }
}
