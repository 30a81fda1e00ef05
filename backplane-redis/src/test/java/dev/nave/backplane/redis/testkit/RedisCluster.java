package dev.nave.backplane.redis.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;

/**
 * A Redis Cluster of masters, each with as many replicas. A call that changes it waits until every
 * node has heard of the change. Not thread-safe.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String[] CONFIG = {
    "cluster-enabled yes",
    "cluster-node-timeout 1500",
    "cluster-require-full-coverage no",
    "cluster-allow-replica-migration no", // Else a master that lost its last slot is none any more.
    "repl-diskless-sync-delay 0"
  };

  private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(6);

  private final List<RedisServer> nodes = new ArrayList<>();

  /** When a replica was last asked to take over. */
  private volatile long askedNanos;

  private RedisCluster() {}

  /** Starts a cluster whose masters share the slots evenly. */
  public static RedisCluster start(int masters, int replicasEach) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < masters * (1 + replicasEach); i++) {
        cluster.startNode();
      }
      cluster.assignSlots(masters);
      cluster.meet(cluster.nodes.subList(1, cluster.nodes.size()));
      for (int i = masters; i < cluster.nodes.size(); i++) {
        cluster.nodes.get(i).command("CLUSTER", "REPLICATE", id(cluster.nodes.get(i % masters)));
      }
      cluster.awaitReady();
      return cluster;
    } catch (Throwable e) {
      cluster.close();
      throw e;
    }
  }

  private RedisServer startNode() {
    // By default the nodes talk on a port 10,000 higher, which may be taken or not exist.
    RedisServer node =
        RedisServer.builder().config(CONFIG).config("cluster-port " + Ports.free()).start();
    nodes.add(node);
    return node;
  }

  private void assignSlots(int masters) {
    for (int i = 0; i < masters; i++) {
      String first = "" + SLOTS * i / masters;
      String last = "" + (SLOTS * (i + 1) / masters - 1);
      nodes.get(i).command("CLUSTER", "ADDSLOTSRANGE", first, last);
      nodes.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
    }
  }

  /**
   * Introduces nodes that no other knows; those that know each other would lose their connections.
   */
  private void meet(List<RedisServer> unknown) {
    RedisServer first = nodes.get(0);
    String busPort = "" + ClusterEntry.of(first).busPort();
    for (RedisServer node : unknown) {
      node.command("CLUSTER", "MEET", first.host(), "" + first.port(), busPort);
    }
    patiently("nodes that know each other")
        .until(
            () ->
                nodes.stream()
                    .allMatch(
                        node ->
                            ClusterEntry.knownTo(node).stream()
                                    .filter(entry -> !entry.flags().contains("handshake"))
                                    .count()
                                == nodes.size()));
  }

  /** Waits until every node finds the cluster well, and every replica is in step. */
  public void awaitReady() {
    patiently("a cluster that is well")
        .until(() -> nodes.stream().allMatch(node -> findsItWell(node) && isInStep(node)));
  }

  private static boolean findsItWell(RedisServer node) {
    return node.text("CLUSTER", "INFO").contains("cluster_state:ok")
        && !node.text("CLUSTER", "NODES").contains("fail")
        && ClusterEntry.knownTo(node).stream().allMatch(ClusterEntry::isLinked);
  }

  private static boolean isInStep(RedisServer node) {
    return node.info("role").equals("master") || node.info("master_link_status").equals("up");
  }

  private static ConditionFactory patiently(String what) {
    return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions();
  }

  /** Returns the nodes, those included that were killed, but not those that were removed. */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns the nodes that run and are masters. */
  public List<RedisServer> masters() {
    return running().stream().filter(node -> ClusterEntry.of(node).isMaster()).toList();
  }

  private List<RedisServer> running() {
    return nodes.stream().filter(RedisServer::isRunning).toList();
  }

  /** Returns {@code host:port,host:port,...}. */
  public String connectionString() {
    return nodes.stream().map(RedisServer::address).collect(Collectors.joining(","));
  }

  /** Returns the slot of a channel. */
  public int slotOf(String channel) {
    return Math.toIntExact(running().get(0).number("CLUSTER", "KEYSLOT", channel));
  }

  /** Returns the master that serves a slot. */
  public RedisServer ownerOf(int slot) {
    return masters().stream()
        .filter(node -> ClusterEntry.of(node).serves(slot))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node serves slot " + slot));
  }

  /** Returns the replicas of a master. */
  public List<RedisServer> replicasOf(RedisServer master) {
    String id = id(master);
    return running().stream().filter(node -> ClusterEntry.of(node).master().equals(id)).toList();
  }

  /** Moves a slot without keys from where it is, as {@code redis-cli --cluster reshard} does. */
  public void moveSlot(int slot, RedisServer to) {
    moveSlots(new ClusterEntry.Slots(slot, slot), ownerOf(slot), to);
  }

  private void moveSlots(ClusterEntry.Slots slots, RedisServer from, RedisServer to) {
    String source = id(from);
    String target = id(to);
    try (RespClient atSource = from.connect();
        RespClient atTarget = to.connect()) {
      for (int slot = slots.first(); slot <= slots.last(); slot++) {
        atTarget.command("CLUSTER", "SETSLOT", "" + slot, "IMPORTING", source);
        atSource.command("CLUSTER", "SETSLOT", "" + slot, "MIGRATING", target);
        atTarget.command("CLUSTER", "SETSLOT", "" + slot, "NODE", target);
        atSource.command("CLUSTER", "SETSLOT", "" + slot, "NODE", target);
      }
    }
    patiently("all nodes to know the new owner of slot " + slots.last())
        .until(
            () ->
                running().stream()
                    .allMatch(
                        node ->
                            ClusterEntry.find(node, target).orElseThrow().serves(slots.last())));
  }

  /** Adds an empty master. */
  public RedisServer addNode() {
    RedisServer added = startNode();
    meet(List.of(added));
    awaitReady();
    return added;
  }

  /** Gives a master's slots to another one, lets all forget it, and ends it. */
  public void removeNode(RedisServer removed, RedisServer heir) {
    ClusterEntry.of(removed).slots().forEach(slots -> moveSlots(slots, removed, heir));
    String id = id(removed);
    nodes.remove(removed);
    running().forEach(node -> node.command("CLUSTER", "FORGET", id));
    removed.close();
    awaitReady();
  }

  /** Lets a replica take over from its master, which is well, and waits until all know it. */
  public void failover(RedisServer replica) {
    askedNanos = System.nanoTime();
    replica.command("CLUSTER", "FAILOVER");
    patiently(replica + " to take over")
        .until(() -> ClusterEntry.of(replica).isMaster() || !asksAgain(replica));
    awaitMaster(replica);
  }

  /** Redis says yes and gives up after 5 s without a word if the others do not vote in time. */
  private boolean asksAgain(RedisServer replica) {
    if (System.nanoTime() - askedNanos > FAILOVER_TIMEOUT.toNanos()) {
      askedNanos = System.nanoTime();
      try {
        replica.command("CLUSTER", "FAILOVER");
      } catch (RespClient.RedisError e) {
        return !ClusterEntry.of(replica).isMaster(); // It took over in between.
      }
    }
    return true;
  }

  /** Waits until a replica is a master to all that run. */
  public void awaitMaster(RedisServer replica) {
    String id = id(replica);
    patiently(replica + " to be a master")
        .until(
            () ->
                running().stream()
                    .allMatch(node -> ClusterEntry.find(node, id).orElseThrow().isMaster()));
  }

  private static String id(RedisServer node) {
    return node.text("CLUSTER", "MYID");
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
