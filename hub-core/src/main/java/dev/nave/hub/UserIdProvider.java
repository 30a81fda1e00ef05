package dev.nave.hub;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says to which user id a connection belongs: sends to {@code user(id)} reach it. Asked once, when
 * the connection is opened, on the hub executor.
 */
@FunctionalInterface
public interface UserIdProvider {
  /** Returns the user id, or null for none. */
  @Nullable String userId(HttpRequest request, Optional<HubUser> user);

  /** Returns the provider that takes the id of the authenticated user. */
  static UserIdProvider authenticatedUser() {
    return (request, user) -> user.map(HubUser::id).orElse(null);
  }
}
