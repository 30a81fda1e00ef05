package dev.nave.transport.servlet;

import dev.nave.transport.servlet.testkit.TomcatContainer;

class TomcatIT extends ServletHubContract {
  TomcatIT() {
    super(TomcatContainer::start);
  }
}
