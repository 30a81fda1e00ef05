package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.redis.PubSubMode;
import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.RedisTopology;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ReconnectingPair;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Chooses the topology by the options, and by what was found. Coordinator only. */
public final class TopologyFactory {
  private final NodeContext context;
  private final ReconnectingPair.Observer observer;
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
      NodeContext context,
      ReconnectingPair.Observer observer,
      Runnable changed,
      BooleanSupplier starting) {
    this.context = context;
    this.observer = observer;
    this.changed = changed;
    this.starting = starting;
  }

  /** Returns what to begin with. */
  public Topology first() {
    RedisOptions options = context.options();
    return switch (options.topology()) {
      case SENTINEL ->
          oneServer(
              new SentinelFinder(
                  context,
                  options.endpoints(),
                  Objects.requireNonNull(options.serviceName(), "serviceName")),
              true);
      case CLUSTER -> options.pubSub() == PubSubMode.SHARDED ? sharded() : classicCluster();
      case AUTO, STANDALONE ->
          oneServer(
              new StandaloneFinder(
                  context,
                  () -> starting.getAsBoolean() && options.topology() == RedisTopology.AUTO),
              true);
    };
  }

  /** Returns what to go on with. */
  public Topology after(OtherTopologyException.Found found) {
    return switch (found) {
      case CLUSTER ->
          context.options().pubSub() == PubSubMode.SHARDED ? sharded() : classicCluster();
      case SHARDED_PUB_SUB -> sharded();
    };
  }

  private Topology classicCluster() {
    RedisOptions options = context.options();
    ClusterView view = new ClusterView(context);
    ServerFinder finder =
        new ClusterFinder(
            context, view, () -> starting.getAsBoolean() && options.pubSub() == PubSubMode.AUTO);
    return new OneServer(context, finder, kind(false), observer, view::close);
  }

  private Topology oneServer(ServerFinder finder, boolean countsReceivers) {
    return new OneServer(context, finder, kind(countsReceivers), observer, () -> {});
  }

  private PubSubKind kind(boolean countsReceivers) {
    return new PubSubKind(false, countsReceivers, context.probeChannel());
  }

  /** Sharded messages and confirmations can be told apart safely in RESP3 only. */
  private Topology sharded() {
    context.connector().speakResp3();
    return new ShardedCluster(context, observer, changed);
  }
}
