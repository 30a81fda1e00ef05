package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.HostileMessagesContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatHostileMessagesIT extends HostileMessagesContractTest {
  TomcatHostileMessagesIT() {
    super(() -> new ContainerListener(TomcatContainer::start));
  }
}
