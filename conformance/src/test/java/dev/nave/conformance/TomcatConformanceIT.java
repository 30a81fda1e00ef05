package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;

/** Plays everything inside of Tomcat. */
class TomcatConformanceIT extends ServletConformance {
  TomcatConformanceIT() {
    super(Transport.TOMCAT);
  }
}
