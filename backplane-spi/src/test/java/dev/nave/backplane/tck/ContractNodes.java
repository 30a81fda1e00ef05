package dev.nave.backplane.tck;

import dev.nave.backplane.BackplaneEvent;

/** Where the contract tests get their nodes from. */
interface ContractNodes {
  /** Returns a node that was not started yet. It is closed after the test. */
  TestNode unstarted();

  /** Returns a node that is up. */
  default TestNode join() {
    TestNode node = unstarted();
    node.start();
    node.assertNextEvent(BackplaneEvent.Connected.class);
    return node;
  }
}
