package dev.nave.transport.servlet;

import dev.nave.transport.servlet.testkit.JettyEe10Application;

class JettyEe10IT extends ServletHubContract {
  JettyEe10IT() {
    super(JettyEe10Application::start);
  }
}
