package dev.nave.hub.internal.clients;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method that the clients of a hub have.
 *
 * @param name the name on the wire
 * @param declared its declaration
 * @param arguments the declared types of its arguments, without type variables
 * @param result what it asks the client for; null if it only sends
 */
public record ClientMethod(
    String name, Method declared, List<Type> arguments, @Nullable Type result) {

  /** Returns the one of two declarations of one method that overrides the other. */
  ClientMethod mostDerived(ClientMethod other) {
    return declared.getDeclaringClass().isAssignableFrom(other.declared().getDeclaringClass())
        ? other
        : this;
  }
}
