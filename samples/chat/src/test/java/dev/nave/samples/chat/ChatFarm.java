package dev.nave.samples.chat;

import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.Ports;
import dev.nave.backplane.redis.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Redis, the chat servers a and b in processes of their own, and a load balancer in front of
 * them. Test thread only.
 */
final class ChatFarm implements AutoCloseable {
  /** Longer than HAProxy needs to take a server out, on a machine that has other things to do. */
  static final int DRAIN_SECONDS = 6;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RedisServer redis = RedisServer.started();
  private final Map<String, Integer> ports = Map.of("a", Ports.free(), "b", Ports.free());
  private final Map<String, ChatProcess> servers = new LinkedHashMap<>();
  private final List<String> policy;
  private final LoadBalancer balancer;

  /**
   * Starts all of it.
   *
   * @param policy more arguments for the servers
   */
  ChatFarm(LoadBalancer.Kind kind, String... policy) {
    this.policy = List.of(policy);
    try {
      for (String name : List.of("a", "b")) {
        servers.put(name, launch(name, port(name)));
      }
      servers.values().forEach(ChatProcess::awaitStart);
      balancer = LoadBalancer.start(kind, address("a"), address("b"));
    } catch (RuntimeException | Error e) {
      closeServers();
      throw e;
    }
  }

  /** Starts a server, for the first time or again. */
  void start(String name) {
    servers.put(name, startElsewhere(name, port(name)));
  }

  /** Starts a server of the same chat that the balancer does not know. */
  ChatProcess startElsewhere(String name, int port) {
    return launch(name, port).awaitStart();
  }

  private ChatProcess launch(String name, int port) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--name", name,
                "--port", String.valueOf(port),
                "--redis", redis.address(),
                "--drain-seconds", String.valueOf(DRAIN_SECONDS),
                "--counters", "/counters"));
    arguments.addAll(policy);
    return ChatProcess.launch(arguments.toArray(String[]::new));
  }

  RedisServer redis() {
    return redis;
  }

  ChatProcess server(String name) {
    return Objects.requireNonNull(servers.get(name), name);
  }

  /** Returns the other server. */
  static String other(String name) {
    return name.equals("a") ? "b" : "a";
  }

  /** Returns the page's address at the balancer. */
  String front() {
    return balancer.address();
  }

  /** Returns when the balancer sends new clients to a server. */
  void awaitChosen(String name) {
    await("new clients to come to " + name)
        .atMost(PATIENCE)
        .until(() -> Http.stickyServer(Http.get(front())).filter(name::equals).isPresent());
  }

  /** Returns when the balancer sends no new clients to a server any more. */
  void awaitLeftAlone(String name) {
    await("no new clients to come to " + name)
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < 6; i++) {
                if (Http.stickyServer(Http.get(front())).filter(name::equals).isPresent()) {
                  return false;
                }
              }
              return true;
            });
  }

  private int port(String name) {
    return Objects.requireNonNull(ports.get(name), name);
  }

  private String address(String name) {
    return "127.0.0.1:" + port(name);
  }

  private void closeServers() {
    servers.values().forEach(ChatProcess::kill);
    redis.close();
  }

  @Override
  public void close() {
    balancer.close();
    closeServers();
  }
}
