package dev.nave.hub.internal.send;

import dev.nave.hub.LocalDelivery;
import dev.nave.hub.WhenUnavailable;
import dev.nave.hub.internal.accounting.HubAccounting;
import org.jspecify.annotations.Nullable;

/**
 * How a hub's publications are treated.
 *
 * @param accounting numbers and tracks them; null where all nodes are in one process, and none gets
 *     lost
 * @param whenUnavailable what happens to them while the backplane is down
 * @param localDelivery how they reach the connections of this node; at once only with an
 *     accounting, which tells what comes back
 */
public record FanoutOptions(
    @Nullable HubAccounting accounting,
    WhenUnavailable whenUnavailable,
    LocalDelivery localDelivery) {

  /** No accounting, and the defaults. */
  public static final FanoutOptions PLAIN =
      new FanoutOptions(null, WhenUnavailable.FAIL, LocalDelivery.VIA_BACKPLANE);
}
