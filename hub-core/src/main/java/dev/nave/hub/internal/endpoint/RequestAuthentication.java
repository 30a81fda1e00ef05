package dev.nave.hub.internal.endpoint;

import dev.nave.hub.AuthenticationException;
import dev.nave.hub.Authenticator;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.UserIdProvider;
import dev.nave.hub.internal.codec.Names;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application who sends a request. Knows whether that takes application code, which runs
 * on the hub executor only.
 *
 * @param authenticator finds the user; null if the transport finds the user, or there are none
 * @param userIdProvider finds the user id; null if it is the user's own id
 * @param hubExecutor where both run
 */
record RequestAuthentication(
    @Nullable Authenticator authenticator,
    @Nullable UserIdProvider userIdProvider,
    Executor hubExecutor) {

  /** Returns whether a request is answered by application code, too. */
  boolean runApplicationCode(boolean opensLink) {
    return authenticator != null || (userIdProvider != null && opensLink);
  }

  /** Finds out who sends a request. Runs application code, and throws what that throws. */
  Caller identify(HttpRequest request, ErrorResponses refusals) {
    if (authenticator == null) {
      return new Caller(request.attribute(HubUser.class).orElse(null), false);
    }
    try {
      return new Caller(authenticator.authenticate(request), false);
    } catch (AuthenticationException e) {
      refusals.noteInvalidCredentials(request, e.getMessage());
      return new Caller(null, true);
    }
  }

  /**
   * Returns the user id of a connection. Runs application code, and throws what that throws.
   *
   * @param maxLength how long it may be, in characters
   * @throws UserIdTooLongException if it is longer
   */
  @Nullable String userId(HttpRequest request, Caller caller, int maxLength) {
    HubUser user = caller.user();
    String id;
    if (userIdProvider == null) {
      id = user == null ? null : user.id();
    } else {
      id = userIdProvider.userId(request, Optional.ofNullable(user));
    }
    if (id == null) {
      return null;
    }
    if (id.length() > maxLength) {
      throw new UserIdTooLongException(id.length(), maxLength);
    }
    return Names.check("a user id", id);
  }

  /**
   * The sender of a request.
   *
   * @param user the user, or null for an anonymous client
   * @param credentialsRefused whether the request had invalid credentials
   */
  record Caller(@Nullable HubUser user, boolean credentialsRefused) {}
}
