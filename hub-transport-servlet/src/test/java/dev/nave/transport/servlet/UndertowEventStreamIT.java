package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.EventStreamContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.UndertowContainer;

class UndertowEventStreamIT extends EventStreamContractTest {
  UndertowEventStreamIT() {
    super(() -> new ContainerListener(UndertowContainer::start));
  }
}
