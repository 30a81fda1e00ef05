package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.redis.PubSubMode;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.RedisTopology;
import dev.nave.backplane.redis.internal.connect.NodeParts;
import dev.nave.backplane.redis.internal.connect.Probes;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.connect.Uplink;
import dev.nave.backplane.redis.internal.lettuce.LinkKind;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Chooses the topology by the options, and by what was found. Coordinator only. */
public final class TopologyFactory {
  private final NodeParts parts;
  private final Uplink.Observer observer;
  private final Runnable changed;
  private final BooleanSupplier starting;

  /**
   * Creates the factory.
   *
   * @param changed told after the slots of a cluster were looked at
   * @param starting whether the node was never up: what was found out by then holds for life, or
   *     servers of one application would come to differ
   */
  public TopologyFactory(
      NodeParts parts, Uplink.Observer observer, Runnable changed, BooleanSupplier starting) {
    this.parts = parts;
    this.observer = observer;
    this.changed = changed;
    this.starting = starting;
  }

  /** Returns what to begin with. */
  public Topology first() {
    RedisOptions options = parts.options();
    return switch (options.topology()) {
      case SENTINEL ->
          oneServer(
              new SentinelFinder(
                  parts,
                  options.endpoints(),
                  Objects.requireNonNull(options.serviceName(), "serviceName")),
              true);
      case CLUSTER -> options.pubSub() == PubSubMode.SHARDED ? sharded() : classicCluster();
      case AUTO, STANDALONE ->
          oneServer(
              new StandaloneFinder(
                  parts, () -> starting.getAsBoolean() && options.topology() == RedisTopology.AUTO),
              true);
    };
  }

  /** Returns what to go on with. */
  public Topology after(OtherTopologyException.Found found) {
    return switch (found) {
      case CLUSTER -> parts.options().pubSub() == PubSubMode.SHARDED ? sharded() : classicCluster();
      case SHARDED_PUB_SUB -> sharded();
    };
  }

  private Topology classicCluster() {
    RedisOptions options = parts.options();
    ClusterView view = new ClusterView(parts);
    ServerFinder finder =
        new ClusterFinder(
            parts, view, () -> starting.getAsBoolean() && options.pubSub() == PubSubMode.AUTO);
    return new OneServer(parts, finder, kind(false), observer, view::close);
  }

  private Topology oneServer(ServerFinder finder, boolean countsReceivers) {
    return new OneServer(parts, finder, kind(countsReceivers), observer, () -> {});
  }

  private LinkKind kind(boolean countsReceivers) {
    return new LinkKind(false, countsReceivers, Probes.channel(parts));
  }

  /** Sharded messages and confirmations can be told apart safely in RESP3 only. */
  private Topology sharded() {
    parts.connector().speakResp3();
    return new ShardedCluster(parts, observer, changed);
  }
}
