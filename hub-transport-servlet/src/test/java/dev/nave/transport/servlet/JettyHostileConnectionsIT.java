package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileConnectionsContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyContainer;

class JettyHostileConnectionsIT extends HostileConnectionsContractTest {
  JettyHostileConnectionsIT() {
    super(() -> new ContainerListener(JettyContainer::start));
  }
}
