package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.EventStreamContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyEe10Application;

class JettyEe10EventStreamIT extends EventStreamContractTest {
  JettyEe10EventStreamIT() {
    super(() -> new ContainerListener(JettyEe10Application::start));
  }
}
