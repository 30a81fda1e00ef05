package dev.nave.hub;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sends clients to a hub elsewhere when they negotiate. Called on the hub executor by many threads
 * at a time; may block.
 *
 * <p>Clients that connect without negotiating are not asked about. The official clients follow 100
 * redirects at most.
 */
@FunctionalInterface
public interface NegotiateRedirector {
  /**
   * Decides about one client, which the hub would let in.
   *
   * @return where it is to go; nothing to serve it here. A stage that fails, and an exception, are
   *     logged and answered with 500
   */
  CompletionStage<Optional<NegotiateRedirect>> redirect(
      HttpRequest request, Optional<HubUser> user);
}
