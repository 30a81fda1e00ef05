package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.TransportContractTest;
import dev.nave.transport.servlet.testkit.ContainerFixture;
import dev.nave.transport.servlet.testkit.JettyContainer;

class JettyContractIT extends TransportContractTest {
  JettyContractIT() {
    super(endpoint -> new ContainerFixture(JettyContainer::start, false, endpoint));
  }
}
