package dev.nave.backplane.redis;

/**
 * Which kind of Redis pub/sub carries the topics. All servers of one application must use the same:
 * servers that use different ones do not reach each other.
 */
public enum PubSubMode {
  /** {@link #SHARDED} on a cluster whose nodes know it (Redis 7), else {@link #CLASSIC}. */
  AUTO,
  /**
   * PUBLISH and SUBSCRIBE. A cluster copies every message to all its nodes. To be chosen where
   * ASP.NET Core servers share the cluster, as they know nothing else.
   */
  CLASSIC,
  /**
   * SPUBLISH and SSUBSCRIBE: a topic lives on one shard of the cluster, so that more shards carry
   * more. Needs a cluster of Redis 7.
   */
  SHARDED
}
