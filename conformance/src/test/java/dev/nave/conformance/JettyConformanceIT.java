package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;

/** Plays everything inside of Jetty. */
class JettyConformanceIT extends ServletConformance {
  JettyConformanceIT() {
    super(Transport.JETTY);
  }
}
