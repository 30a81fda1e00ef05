package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileFallbacksContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyContainer;

class JettyHostileFallbacksIT extends HostileFallbacksContractTest {
  JettyHostileFallbacksIT() {
    super(() -> new ContainerListener(JettyContainer::start));
  }
}
