package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.SlowConsumerContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.JettyContainer;

class JettySlowConsumerPoliciesIT extends SlowConsumerContractTest {
  JettySlowConsumerPoliciesIT() {
    super(() -> new ContainerListener(JettyContainer::start));
  }
}
