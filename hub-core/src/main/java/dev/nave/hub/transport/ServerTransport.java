package dev.nave.hub.transport;

import java.util.concurrent.CompletionStage;

/**
 * A server module: it listens, translates HTTP to the values of {@link HttpEndpoint}, and carries
 * bytes. One instance serves one {@code HubServer}.
 */
public interface ServerTransport {
  /** The logger of server modules, and what they name theirs after. */
  String LOGGER = "dev.nave.transport";

  /** Begins to listen. The stage is done when clients can connect, and fails if they cannot. */
  CompletionStage<Void> start(HttpEndpoint endpoint);

  /** Stops to listen; connections stay. Idempotent. */
  CompletionStage<Void> stopAccepting();

  /**
   * Ends what is left: connections, loops, threads. The stage is done when they have ended.
   * Idempotent.
   */
  CompletionStage<Void> stop();
}
