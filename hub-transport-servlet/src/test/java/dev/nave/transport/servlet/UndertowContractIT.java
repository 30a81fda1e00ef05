package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.TransportContractTest;
import dev.nave.transport.servlet.testkit.ContainerFixture;
import dev.nave.transport.servlet.testkit.UndertowContainer;

class UndertowContractIT extends TransportContractTest {
  UndertowContractIT() {
    super(endpoint -> new ContainerFixture(UndertowContainer::start, true, endpoint));
  }
}
