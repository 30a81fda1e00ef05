package dev.nave.backplane.redis;

/** How the Redis servers that the endpoints name belong together. */
public enum RedisTopology {
  /**
   * Asks the first server that answers whether it is part of a cluster; a service name means {@link
   * #SENTINEL}.
   */
  AUTO,
  /** One server, or several addresses of one, tried in turn. */
  STANDALONE,
  /** The endpoints are Sentinels, which know the address of the current master. */
  SENTINEL,
  /** The endpoints are some nodes of a Redis Cluster, which know the others. */
  CLUSTER
}
