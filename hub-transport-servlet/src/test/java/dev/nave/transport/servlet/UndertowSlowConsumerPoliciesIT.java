package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.SlowConsumerContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.UndertowContainer;

class UndertowSlowConsumerPoliciesIT extends SlowConsumerContractTest {
  UndertowSlowConsumerPoliciesIT() {
    super(() -> new ContainerListener(UndertowContainer::start));
  }
}
