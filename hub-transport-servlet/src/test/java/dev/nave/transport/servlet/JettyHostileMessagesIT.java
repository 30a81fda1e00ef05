package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileMessagesContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyContainer;

class JettyHostileMessagesIT extends HostileMessagesContractTest {
  JettyHostileMessagesIT() {
    super(() -> new ContainerListener(JettyContainer::start));
  }
}
