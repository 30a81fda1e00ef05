package dev.nave.hub.internal.registry;

import dev.nave.hub.protocol.HubProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections on this node speak each hub protocol of a hub. Any thread. */
final class ProtocolCounts {
  private final Map<HubProtocol, AtomicInteger> counts = new HashMap<>();

  /** Begins without connections; other protocols than these are not counted. */
  ProtocolCounts(Collection<HubProtocol> protocols) {
    protocols.forEach(protocol -> counts.put(protocol, new AtomicInteger()));
  }

  void add(HubProtocol protocol) {
    count(protocol, 1);
  }

  void remove(HubProtocol protocol) {
    count(protocol, -1);
  }

  private void count(HubProtocol protocol, int change) {
    AtomicInteger count = counts.get(protocol);
    if (count != null) {
      count.addAndGet(change);
    }
  }

  /** Returns those that some connection speaks now. */
  List<HubProtocol> inUse() {
    List<HubProtocol> inUse = new ArrayList<>(counts.size());
    counts.forEach(
        (protocol, count) -> {
          if (count.get() > 0) {
            inUse.add(protocol);
          }
        });
    return inUse;
  }
}
