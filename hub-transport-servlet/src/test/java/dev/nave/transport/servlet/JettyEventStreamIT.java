package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.EventStreamContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyContainer;

class JettyEventStreamIT extends EventStreamContractTest {
  JettyEventStreamIT() {
    super(() -> new ContainerListener(JettyContainer::start));
  }
}
