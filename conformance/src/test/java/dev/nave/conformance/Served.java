package dev.nave.conformance;

import dev.nave.conformance.Arguments.Transport;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How an official Java client connects, and to which kind of server.
 *
 * @param by what listens
 * @param way how the client connects
 */
record Served(Transport by, Way way) {
  /** Returns all. */
  static Stream<Served> everyWay() {
    return Arrays.stream(Transport.values())
        .flatMap(by -> Arrays.stream(Way.values()).map(way -> new Served(by, way)));
  }

  /** Returns those that use WebSockets. */
  static Stream<Served> webSockets() {
    return everyWay().filter(served -> served.way() != Way.LONG_POLLING);
  }

  @Override
  public String toString() {
    return by + " " + way;
  }
}
