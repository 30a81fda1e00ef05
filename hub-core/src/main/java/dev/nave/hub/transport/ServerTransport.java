package dev.nave.hub.transport;

import java.util.concurrent.CompletionStage;

/**
 * A server module: it listens, translates HTTP to the values of {@link HttpEndpoint}, and carries
 * bytes. One instance serves one {@code HubServer}.
 */
public interface ServerTransport {
  /** The logger of server modules, and what they name theirs after. */
  String LOGGER = "dev.nave.transport";

  /**
   * Returns whether requests come with their user, as the {@linkplain
   * dev.nave.hub.HttpRequest#attribute attribute} {@link dev.nave.hub.HubUser}, so that a server
   * needs no authenticator. An authenticator goes before it. Never changes.
   */
  default boolean findsUsers() {
    return false;
  }

  /** Begins to listen. The stage is done when clients can connect, and fails if they cannot. */
  CompletionStage<Void> start(HttpEndpoint endpoint);

  /**
   * Returns the options that differ from their defaults, {@code name=value, name=value}, for the
   * log of the start. Secrets are masked. Empty, as by default, if none does or there are none.
   */
  default String changedOptions() {
    return "";
  }

  /**
   * Stops to listen; connections stay. A server that stops calls it when its connections have
   * ended: until then clients that poll come over new sockets. Idempotent.
   */
  CompletionStage<Void> stopAccepting();

  /**
   * Ends what is left: connections, loops, threads. What was written to a connection is sent first,
   * for as long as the transport gives clients to take an end: the Close of a hub is written just
   * before. The stage is done when all have ended, within some seconds. Idempotent.
   */
  CompletionStage<Void> stop();
}
