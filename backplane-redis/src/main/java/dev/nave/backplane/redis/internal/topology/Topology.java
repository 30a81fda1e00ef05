package dev.nave.backplane.redis.internal.topology;

import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.redis.internal.connect.ReconnectingPair;
import org.jspecify.annotations.Nullable;

/** Which server carries which channel. Coordinator only, where nothing else is said. */
public interface Topology {
  /** Begins to connect. */
  void start();

  /** Any thread. Returns the connections that carry a channel; null while there are none. */
  @Nullable ReconnectingPair carrierOf(byte[] channel);

  /** Whether every channel can be published to and received from. */
  boolean isUp();

  /** Checks that all is as it was found. Called now and then. */
  void check();

  /** Any thread. Something was not where it should be: looks soon. */
  void moved();

  /** Ends; nothing is connected again. */
  void close(RefusalReason reason, Throwable cause);
}
