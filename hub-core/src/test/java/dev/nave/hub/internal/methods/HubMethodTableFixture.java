package dev.nave.hub.internal.methods;

import dev.nave.hub.Hub;
import java.util.List;

/** A hub with a base, and the names that clients can call. */
abstract class HubMethodTableFixture {
  static List<String> namesOf(Class<? extends Hub> hub) {
    return HubMethodTable.of(hub).methods().stream().map(HubMethod::name).toList();
  }

  abstract static class BaseHub extends Hub {
    public void ofBase() {}
  }

  static class SubHub extends BaseHub {
    public void ofSub() {}
  }
}
