package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileFallbacksContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatHostileFallbacksIT extends HostileFallbacksContractTest {
  TomcatHostileFallbacksIT() {
    super(() -> new ContainerListener(TomcatContainer::start));
  }
}
