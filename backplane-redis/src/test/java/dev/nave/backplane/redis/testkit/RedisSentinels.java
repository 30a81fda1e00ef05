package dev.nave.backplane.redis.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/**
 * A master, its replicas, and three Sentinels that watch them. Each server stands behind a proxy,
 * and is known to Sentinels and clients by the proxy's port, so that a test can keep clients from
 * one of them.
 */
public final class RedisSentinels implements AutoCloseable {
  /** Name of the master. */
  public static final String SERVICE = "nave";

  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration DOWN_AFTER = Duration.ofSeconds(1);

  private final List<Node> nodes = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  /**
   * One of the servers that hold the data.
   *
   * @param proxy what everybody connects to
   */
  public record Node(RedisServer server, TcpProxy proxy) {
    /** Returns what {@code INFO} says: {@code master} or {@code slave}. */
    public String role() {
      return server.info("role");
    }
  }

  private RedisSentinels() {}

  /** Starts one master, so many replicas and three Sentinels, and waits until they know all. */
  public static RedisSentinels start(int replicas) {
    RedisSentinels all = new RedisSentinels();
    try {
      all.startNodes(replicas);
      all.startSentinels();
      all.awaitReady();
      return all;
    } catch (Throwable e) {
      all.close();
      throw e;
    }
  }

  private void startNodes(int replicas) {
    for (int i = 0; i <= replicas; i++) {
      RedisServer.Builder builder =
          RedisServer.builder().config("repl-diskless-sync-delay 0", "replica-read-only yes");
      RedisServer server = builder.prepare();
      nodes.add(new Node(server, TcpProxy.before(server)));
      server.start();
      announce(server, nodes.get(i).proxy());
      if (i > 0) {
        follow(server, nodes.get(0));
      }
    }
  }

  private static void announce(RedisServer server, TcpProxy proxy) {
    server.command("CONFIG", "SET", "replica-announce-ip", "127.0.0.1");
    server.command("CONFIG", "SET", "replica-announce-port", "" + proxy.port());
    server.command("CONFIG", "REWRITE");
  }

  private static void follow(RedisServer server, Node master) {
    server.command("REPLICAOF", "127.0.0.1", "" + master.proxy().port());
  }

  private void startSentinels() {
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(
          RedisServer.builder()
              .sentinel()
              .config(
                  "sentinel monitor %s 127.0.0.1 %d %d"
                      .formatted(SERVICE, nodes.get(0).proxy().port(), QUORUM),
                  "sentinel down-after-milliseconds " + SERVICE + " " + DOWN_AFTER.toMillis(),
                  "sentinel failover-timeout " + SERVICE + " 6000")
              .start());
      // They look at the servers every 10 s by default, and greet each other every 2 s.
      sentinels.get(i).command("SENTINEL", "DEBUG", "INFO-PERIOD", "500", "PUBLISH-PERIOD", "500");
    }
  }

  /**
   * Waits until every Sentinel knows all others and every replica, and every replica is in step. A
   * failover that is asked for earlier is given up for want of a good replica.
   */
  public void awaitReady() {
    patiently("Sentinels that know all")
        .until(
            () ->
                sentinels.stream()
                    .allMatch(
                        sentinel ->
                            known(sentinel, "replicas") == nodes.size() - 1
                                && known(sentinel, "sentinels") == SENTINELS - 1
                                && flags(sentinel).equals("master")));
    patiently("replicas in step")
        .until(
            () ->
                nodes.stream()
                        .filter(node -> node.role().equals("slave"))
                        .filter(node -> node.server().info("master_link_status").equals("up"))
                        .count()
                    == nodes.size() - 1);
  }

  private static int known(RedisServer sentinel, String kind) {
    return sentinel.command("SENTINEL", kind, SERVICE) instanceof List<?> all
        ? (int) all.stream().filter(each -> !String.valueOf(each).contains("_down")).count()
        : 0;
  }

  private static String flags(RedisServer sentinel) {
    List<String> master = sentinel.texts("SENTINEL", "MASTER", SERVICE);
    return master.get(master.indexOf("flags") + 1);
  }

  private static ConditionFactory patiently(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
  }

  /** Sets how long a master may be silent until the Sentinels think it dead; 1 second before. */
  public void setDownAfter(Duration silence) {
    set("down-after-milliseconds", silence);
  }

  /** Sets after how long the Sentinels give up a failover; 6 seconds before. */
  public void setFailoverTimeout(Duration timeout) {
    set("failover-timeout", timeout);
  }

  private void set(String option, Duration value) {
    for (RedisServer sentinel : sentinels) {
      sentinel.command("SENTINEL", "SET", SERVICE, option, "" + value.toMillis());
    }
  }

  /** Returns the Sentinels. */
  public List<RedisServer> sentinels() {
    return List.copyOf(sentinels);
  }

  /** Returns the servers that hold the data. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns {@code host:port,host:port,host:port,serviceName=...}. */
  public String connectionString() {
    return String.join(",", sentinels.stream().map(RedisServer::address).toList())
        + ",serviceName="
        + SERVICE;
  }

  /** Returns the one that the first Sentinel names as the master. */
  public Node master() {
    String port = sentinels.get(0).texts("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE).get(1);
    return nodes.stream()
        .filter(node -> port.equals("" + node.proxy().port()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no server has the proxy's port " + port));
  }

  /** Returns those that are not the master. */
  public List<Node> replicas() {
    Node master = master();
    return nodes.stream().filter(node -> !node.equals(master)).toList();
  }

  /** Asks for a failover and waits until all Sentinels name another master, and it is one. */
  public Node failover() {
    Node before = master();
    beginFailover();
    return awaitFailover(before);
  }

  /** Asks for a failover, and waits only until a Sentinel has begun it. */
  public void beginFailover() {
    // Refused while the last one ends, or while the Sentinel has not heard how a replica is.
    patiently("a Sentinel that is ready to fail over").until(this::askForFailover);
  }

  private boolean askForFailover() {
    return sentinels.get(0).text("SENTINEL", "FAILOVER", SERVICE).equals("OK");
  }

  /**
   * Waits for the end of a failover that {@link #beginFailover} began. Sentinel gives it up for
   * good when it has not heard of the replica for a moment, on a busy machine for example: then
   * this asks again.
   */
  public Node awaitFailover(Node before) {
    return awaitMasterOtherThan(
        before,
        () -> {
          if (master().equals(before) && !isFailingOver()) {
            askForFailover();
          }
        });
  }

  private boolean isFailingOver() {
    return flags(sentinels.get(0)).contains("failover_in_progress");
  }

  /** Waits until all Sentinels name another master, and it is one. */
  public Node awaitMasterOtherThan(Node before) {
    return awaitMasterOtherThan(before, () -> {});
  }

  private Node awaitMasterOtherThan(Node before, Runnable onEachLook) {
    patiently("a master other than " + before.proxy().address())
        .until(
            () -> {
              onEachLook.run();
              return !master().equals(before)
                  && master().role().equals("master")
                  && sentinels.stream().allMatch(this::namesTheMaster);
            });
    return master();
  }

  private boolean namesTheMaster(RedisServer sentinel) {
    return sentinel
        .texts("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)
        .contains("" + master().proxy().port());
  }

  /**
   * Makes all Sentinels name another master, without telling the old one or its replicas: a client
   * that is connected to it notices nothing by itself.
   */
  public void nameMaster(Node promoted) {
    promoted.server().command("REPLICAOF", "NO", "ONE");
    monitor(promoted);
  }

  /** Makes all Sentinels name a server as the master, whatever it is. */
  public void monitor(Node named) {
    for (RedisServer sentinel : sentinels) {
      sentinel.command("SENTINEL", "REMOVE", SERVICE);
      sentinel.command(
          "SENTINEL", "MONITOR", SERVICE, "127.0.0.1", "" + named.proxy().port(), "" + QUORUM);
    }
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    nodes.forEach(
        node -> {
          node.proxy().close();
          node.server().close();
        });
  }
}
