package dev.nave.conformance;

/**
 * What the program was told on its command line.
 *
 * @param port the port to listen on; 0 takes a free one
 */
record Arguments(int port) {
  private static final int DEFAULT_PORT = 5000;
  private static final int MAX_PORT = 65_535;

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if there is anything in it that the program does not know; the
   *     message is for the user
   */
  static Arguments parse(String... words) {
    int port = DEFAULT_PORT;
    for (int i = 0; i < words.length; i += 2) {
      String option = words[i];
      switch (option) {
        case "--port" -> port = port(valueAfter(i, words));
        default ->
            throw new IllegalArgumentException(
                "unknown argument \"" + option + "\"; there is --port");
      }
    }
    return new Arguments(port);
  }

  private static String valueAfter(int index, String... words) {
    if (index + 1 == words.length) {
      throw new IllegalArgumentException(words[index] + " needs a value");
    }
    return words[index + 1];
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, as every other value that is no port.
    }
    throw new IllegalArgumentException(
        "--port must be from 0 to " + MAX_PORT + " but was \"" + text + "\"");
  }
}
