package dev.nave.hub.internal.logging;

/**
 * The names of the loggers, which are stable. Documented in docs/logging.md.
 *
 * <p>What is ours to mend is logged at WARN or ERROR, what a client did at DEBUG.
 */
public final class LogCategory {
  /** The server itself: its start and stop, its threads. */
  public static final String SERVER = "dev.nave.server";

  /** One line for the beginning and one for the end of each connection. */
  public static final String CONNECTIONS = "dev.nave.connections";

  /** What happens in between, and failures of the server's work for a connection. */
  public static final String CONNECTION_DETAILS = CONNECTIONS + ".detail";

  /** One line for each invocation. */
  public static final String CALLS = "dev.nave.calls";

  /** Why one failed, and failures of the code around it. */
  public static final String CALL_DETAILS = CALLS + ".detail";

  /** HTTP, WebSockets, TLS, sockets. */
  public static final String TRANSPORT = "dev.nave.transport";

  /** The link to the other servers. */
  public static final String BACKPLANE = "dev.nave.backplane";

  private LogCategory() {}
}
