package dev.nave.hub.internal.endpoint;

import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides who may use a hub at all. */
@FunctionalInterface
public interface Admission {
  /** Lets everybody in, and takes no thread for that. */
  Admission OF_ALL = (request, user) -> CompletableFuture.completedFuture(true);

  /**
   * Decides about the sender of a request. On the hub executor.
   *
   * @return whether it may use the hub; fails if that could not be found out
   */
  CompletionStage<Boolean> admits(HttpRequest request, Optional<HubUser> user);
}
