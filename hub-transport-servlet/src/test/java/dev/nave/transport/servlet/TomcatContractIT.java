package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.TransportContractTest;
import dev.nave.transport.servlet.testkit.ContainerFixture;
import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatContractIT extends TransportContractTest {
  TomcatContractIT() {
    super(endpoint -> new ContainerFixture(TomcatContainer::start, true, endpoint));
  }
}
