package dev.nave.backplane.redis.internal.connect;

/** The names of the channels on which a node hears itself. */
public final class Probes {
  private Probes() {}

  /** Unique in the farm; with the channel prefix, so that permissions for it suffice. */
  public static String channel(NodeParts parts) {
    return parts.options().channelPrefix() + "nave:node:" + parts.nodeId();
  }
}
