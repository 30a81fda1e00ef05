package dev.nave.backplane.redis.internal;

import dev.nave.backplane.redis.RedisOptions;

/** What the parts of one node share. */
record NodeParts(
    RedisOptions options,
    String nodeId,
    Coordinator coordinator,
    RedisConnector connector,
    SubscriptionTable table,
    PublishTotals totals,
    Reporter reporter) {

  static NodeParts of(RedisOptions options, String nodeId) {
    return new NodeParts(
        options,
        nodeId,
        new Coordinator(),
        new RedisConnector(options),
        new SubscriptionTable(new ChannelNames(options.channelPrefix())),
        new PublishTotals(),
        new Reporter(options));
  }
}
