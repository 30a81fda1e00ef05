package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.internal.connect.NodeContext;
import dev.nave.backplane.redis.internal.connect.ReconnectingPair;
import dev.nave.backplane.redis.internal.connect.ServerFinder;
import dev.nave.backplane.redis.internal.lettuce.PubSubKind;

/** One server carries everything: standalone, the master that Sentinels name, a cluster's node. */
final class OneServer implements Topology {
  private final NodeContext context;
  private final ReconnectingPair carrier;
  private final Runnable release;

  /** Creates the topology; {@code release} frees what the finder holds. */
  OneServer(
      NodeContext context,
      ServerFinder finder,
      PubSubKind kind,
      ReconnectingPair.Observer observer,
      Runnable release) {
    this.context = context;
    this.release = release;
    carrier =
        new ReconnectingPair(
            context, finder, carrier -> kind, (carrier, subscription) -> true, observer);
  }

  @Override
  public void start() {
    carrier.start();
  }

  @Override
  public ReconnectingPair carrierOf(byte[] channel) {
    return carrier;
  }

  @Override
  public boolean isUp() {
    return carrier.isUp();
  }

  @Override
  public void check() {
    carrier.check();
  }

  @Override
  public void moved() {
    context.coordinator().execute(carrier::check);
  }

  @Override
  public void close(RefusalReason reason, Throwable cause) {
    carrier.retire(reason, cause);
    release.run();
  }
}
