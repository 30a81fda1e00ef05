package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileFallbacksContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyEe10Application;

class JettyEe10HostileFallbacksIT extends HostileFallbacksContractTest {
  JettyEe10HostileFallbacksIT() {
    super(() -> new ContainerListener(JettyEe10Application::start));
  }
}
