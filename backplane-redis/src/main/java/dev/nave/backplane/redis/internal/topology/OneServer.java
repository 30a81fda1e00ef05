package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.internal.connect.NodeParts;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.connect.Uplink;
import dev.nave.backplane.redis.internal.lettuce.LinkKind;

/** One server carries everything: standalone, the master that Sentinels name, a cluster's node. */
final class OneServer implements Topology {
  private final NodeParts parts;
  private final Uplink uplink;
  private final Runnable release;

  /** Creates the topology; {@code release} frees what the finder holds. */
  OneServer(
      NodeParts parts,
      ServerFinder finder,
      LinkKind kind,
      Uplink.Observer observer,
      Runnable release) {
    this.parts = parts;
    this.release = release;
    uplink = new Uplink(parts, finder, carrier -> kind, (carrier, subscription) -> true, observer);
  }

  @Override
  public void start() {
    uplink.start();
  }

  @Override
  public Uplink uplinkOf(byte[] channel) {
    return uplink;
  }

  @Override
  public boolean isUp() {
    return uplink.isUp();
  }

  @Override
  public void check() {
    uplink.check();
  }

  @Override
  public void moved() {
    parts.coordinator().execute(uplink::check);
  }

  @Override
  public void close(RefusalReason reason, Throwable cause) {
    uplink.retire(reason, cause);
    release.run();
  }
}
