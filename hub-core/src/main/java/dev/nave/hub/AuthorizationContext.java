package dev.nave.hub;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client wants to do, and who it is: all that a policy may look at. Immutable. */
public interface AuthorizationContext {
  /** Returns the name of the hub. */
  String hubName();

  /** Returns the user; empty for an anonymous client. */
  Optional<HubUser> user();

  /**
   * Returns the HTTP request: the one to be answered where entrance to the hub is asked for, the
   * one that opened the connection where a method is called.
   */
  HttpRequest request();

  /** Returns the id of the connection that calls a method; nothing at the entrance. */
  Optional<String> connectionId();

  /** Returns the method as the hub spells it on the wire; nothing at the entrance. */
  Optional<String> hubMethod();

  /** Returns the arguments as the method would get them; empty at the entrance. */
  List<@Nullable Object> arguments();
}
