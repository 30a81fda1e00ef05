package dev.nave.transport.servlet;

import dev.nave.hub.transport.tck.SlowConsumerContractTest;
import dev.nave.transport.servlet.testkit.ContainerListener;
import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatSlowConsumerPoliciesIT extends SlowConsumerContractTest {
  TomcatSlowConsumerPoliciesIT() {
    super(() -> new ContainerListener(TomcatContainer::start));
  }
}
