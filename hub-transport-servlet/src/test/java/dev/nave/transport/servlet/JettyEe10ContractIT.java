package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.TransportContractTest;
import dev.nave.transport.servlet.testkit.ContainerFixture;
import dev.nave.transport.servlet.testkit.JettyEe10Application;

class JettyEe10ContractIT extends TransportContractTest {
  JettyEe10ContractIT() {
    super(endpoint -> new ContainerFixture(JettyEe10Application::start, false, endpoint));
  }
}
