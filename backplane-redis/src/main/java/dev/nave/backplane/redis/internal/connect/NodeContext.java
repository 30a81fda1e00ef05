package dev.nave.backplane.redis.internal.connect;

import dev.nave.backplane.redis.RedisOptions;
import dev.nave.backplane.redis.internal.execution.Coordinator;
import dev.nave.backplane.redis.internal.lettuce.RedisConnector;
import dev.nave.backplane.redis.internal.publish.PublishTotals;
import dev.nave.backplane.redis.internal.report.Reporter;
import dev.nave.backplane.redis.internal.subscribe.ChannelNames;
import dev.nave.backplane.redis.internal.subscribe.SubscriptionTable;

/** What the parts of one node share. */
public record NodeContext(
    RedisOptions options,
    String nodeId,
    Coordinator coordinator,
    RedisConnector connector,
    SubscriptionTable table,
    PublishTotals totals,
    Reporter reporter) {

  public static NodeContext of(RedisOptions options, String nodeId) {
    return new NodeContext(
        options,
        nodeId,
        new Coordinator(),
        new RedisConnector(options),
        new SubscriptionTable(
            new ChannelNames(options.channelPrefix()), options.maxEnvelopeBytes()),
        new PublishTotals(),
        new Reporter(options));
  }

  /**
   * Returns the channel on which the node receives its own probes: unique in the farm, with the
   * channel prefix, so that permissions for it suffice.
   */
  public String probeChannel() {
    return options.channelPrefix() + "nave:node:" + nodeId;
  }
}
