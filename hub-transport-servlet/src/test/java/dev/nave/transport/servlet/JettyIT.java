package dev.nave.transport.servlet;

import dev.nave.transport.servlet.testkit.JettyContainer;

class JettyIT extends ServletHubContract {
  JettyIT() {
    super(JettyContainer::start);
  }
}
