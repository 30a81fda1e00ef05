package dev.nave.hub;

import java.util.concurrent.CompletionStage;

/**
 * A rule that has a name, by which {@link Authorize#policy} refers to it. Called on the hub
 * executor by many threads at a time; may block.
 */
@FunctionalInterface
public interface AuthorizationPolicy {
  /**
   * Decides about one request or call.
   *
   * @return true to let the client do it. A stage that fails, and an exception, refuse it as well,
   *     and are logged: a request is answered with 500, a call with an error as if the method had
   *     thrown
   */
  CompletionStage<Boolean> isMet(AuthorizationContext context);
}
