package dev.nave.transport.servlet;

import dev.nave.transport.servlet.testkit.UndertowContainer;

class UndertowIT extends ServletHubContract {
  UndertowIT() {
    super(UndertowContainer::start);
  }
}
