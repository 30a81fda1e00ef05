package dev.nave.backplane.redis.internal;

/** The names of the channels on which a node hears itself. */
final class Probes {
  private Probes() {}

  /** Unique in the farm; with the channel prefix, so that permissions for it suffice. */
  static String channel(NodeParts parts) {
    return parts.options().channelPrefix() + "nave:node:" + parts.nodeId();
  }
}
