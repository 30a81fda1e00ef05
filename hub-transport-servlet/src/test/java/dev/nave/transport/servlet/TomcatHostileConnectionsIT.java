package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileConnectionsContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatHostileConnectionsIT extends HostileConnectionsContractTest {
  TomcatHostileConnectionsIT() {
    super(() -> new ContainerListener(TomcatContainer::start));
  }
}
