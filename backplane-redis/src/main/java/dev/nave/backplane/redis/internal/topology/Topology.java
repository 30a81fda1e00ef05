package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.internal.connect.ReconnectingPair;
import org.jspecify.annotations.Nullable;

/** Which server carries which channel. Coordinator only, where nothing else is said. */
public interface Topology {
  /** Begins to connect. */
  void start();

  /** Any thread. Returns who carries a channel; null while nobody does. */
  @Nullable ReconnectingPair carrierOf(byte[] channel);

  /** Whether every channel can be published to and heard. */
  boolean isUp();

  /** Makes sure now and then that all is as it was found. */
  void check();

  /** Any thread. Something was not where it should be: looks soon. */
  void moved();

  /** Ends for good. */
  void close(RefusalReason reason, Throwable cause);
}
