package dev.nave.hub.description;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * A method that the clients of a hub have, and the server calls.
 *
 * @param name the name on the wire
 * @param declared its declaration in the interface
 * @param arguments the declared types of its arguments, without type variables
 * @param result the type of what the server asks the client for; empty if it only sends
 */
public record ClientMethodDescription(
    String name, Method declared, List<Type> arguments, Optional<Type> result) {
  /** Copies the list. */
  public ClientMethodDescription {
    arguments = List.copyOf(arguments);
  }
}
