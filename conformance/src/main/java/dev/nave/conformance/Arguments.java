package dev.nave.conformance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the program was told on its command line.
 *
 * @param port the port to listen on; 0 takes a free one
 * @param redis the connection string of the Redis that is shared with other servers; none where
 *     this server is alone
 * @param transport what listens
 * @param pipelinedSends how many sends of a client over Redis may be pipelined; null for the
 *     default
 */
record Arguments(
    int port, @Nullable String redis, Transport transport, @Nullable Integer pipelinedSends) {
  private static final int DEFAULT_PORT = 5000;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_SENDS = 1_000;

  /** A server on Netty. */
  Arguments(int port, @Nullable String redis) {
    this(port, redis, Transport.NETTY, null);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if there is anything in it that the program does not know; the
   *     message is for the user
   */
  static Arguments parse(String... words) {
    int port = DEFAULT_PORT;
    String redis = null;
    Transport transport = Transport.NETTY;
    Integer pipelinedSends = null;
    for (int i = 0; i < words.length; i += 2) {
      String option = words[i];
      switch (option) {
        case "--port" -> port = port(valueAfter(i, words));
        case "--redis" -> redis = valueAfter(i, words);
        case "--transport" -> transport = transport(valueAfter(i, words));
        case "--pipelined-sends" -> pipelinedSends = sends(valueAfter(i, words));
        default ->
            throw new IllegalArgumentException(
                "unknown argument \""
                    + option
                    + "\"; there are --port, --redis, --transport and --pipelined-sends");
      }
    }
    return new Arguments(port, redis, transport, pipelinedSends);
  }

  /** A server alone, on a free port. */
  static Arguments onAnyPort() {
    return onAnyPort(Transport.NETTY);
  }

  /** A server alone, on a free port, of a kind. */
  static Arguments onAnyPort(Transport transport) {
    return new Arguments(0, null, transport, null);
  }

  /** What listens. */
  enum Transport {
    NETTY,
    TOMCAT,
    JETTY
  }

  private static Transport transport(String text) {
    for (Transport transport : Transport.values()) {
      if (transport.name().toLowerCase(Locale.ROOT).equals(text)) {
        return transport;
      }
    }
    throw new IllegalArgumentException(
        "--transport must be netty, tomcat or jetty but was \"" + text + "\"");
  }

  private static String valueAfter(int index, String... words) {
    if (index + 1 == words.length) {
      throw new IllegalArgumentException(words[index] + " needs a value");
    }
    return words[index + 1];
  }

  private static int port(String text) {
    return number("--port", text, MAX_PORT);
  }

  private static int sends(String text) {
    return number("--pipelined-sends", text, MAX_SENDS);
  }

  private static int number(String option, String text, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as every other value that is none.
    }
    throw new IllegalArgumentException(
        option + " must be from 0 to " + max + " but was \"" + text + "\"");
  }

  /** Leaves the connection string out: it may hold a password. */
  @Override
  public String toString() {
    return "--port "
        + port
        + " --transport "
        + transport.name().toLowerCase(Locale.ROOT)
        + (redis == null ? "" : " --redis ...");
  }
}
