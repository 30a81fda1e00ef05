package dev.nave.samples.chat;

/**
 * What the command line says.
 *
 * @param host the address to listen at
 * @param port the port to listen at; 0 for any free one
 */
record Arguments(String host, int port) {
  static final String USAGE = "usage: chat [--host address] [--port number]";

  /** Reads the command line; what is missing has the default: 127.0.0.1 and 8080. */
  static Arguments parse(String... args) {
    Arguments result = new Arguments("127.0.0.1", 8080);
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i];
      if (!name.equals("--host") && !name.equals("--port")) {
        throw new IllegalArgumentException("unknown argument \"" + name + "\"");
      }
      if (i + 1 == args.length || args[i + 1].isEmpty()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      String value = args[i + 1];
      result =
          name.equals("--host")
              ? new Arguments(value, result.port)
              : new Arguments(result.host, port(value));
    }
    return result;
  }

  private static int port(String value) {
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException(
          "--port must be a number from 0 to 65535 but was \"" + value + "\"");
    }
    return Integer.parseInt(value);
  }
}
