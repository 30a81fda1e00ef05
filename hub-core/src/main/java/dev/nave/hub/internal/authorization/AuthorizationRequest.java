package dev.nave.hub.internal.authorization;

import dev.nave.hub.AuthorizationContext;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubUser;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client at the entrance of a hub, or at one of its methods.
 *
 * @param hubName the hub
 * @param user who the client is
 * @param request what it asks with, or has opened its connection with
 * @param connectionId its connection, if it has one
 * @param hubMethod what it calls, if it calls
 * @param arguments what it calls with
 */
public record AuthorizationRequest(
    String hubName,
    Optional<HubUser> user,
    HttpRequest request,
    Optional<String> connectionId,
    Optional<String> hubMethod,
    List<@Nullable Object> arguments)
    implements AuthorizationContext {

  /** A client at the entrance. */
  public static AuthorizationRequest toEnter(
      String hubName, HttpRequest request, Optional<HubUser> user) {
    return new AuthorizationRequest(
        hubName, user, request, Optional.empty(), Optional.empty(), List.of());
  }

  /** A client at a method. */
  public static AuthorizationRequest toCall(
      String hubName, HubCallerContext caller, String method, @Nullable Object[] arguments) {
    return new AuthorizationRequest(
        hubName,
        caller.user(),
        caller.request(),
        Optional.of(caller.connectionId()),
        Optional.of(method),
        Collections.unmodifiableList(Arrays.asList(arguments)));
  }

  /** Leaves the arguments out: they are the client's. */
  @Override
  public String toString() {
    return hubMethod.map(method -> hubName + "." + method).orElse(hubName);
  }
}
