package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.EventStreamContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatEventStreamIT extends EventStreamContractTest {
  TomcatEventStreamIT() {
    super(() -> new ContainerListener(TomcatContainer::start));
  }
}
