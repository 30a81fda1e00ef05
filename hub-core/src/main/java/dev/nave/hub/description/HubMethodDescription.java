package dev.nave.hub.description;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * A method that clients call.
 *
 * @param name the name on the wire
 * @param declared its declaration
 * @param parameters what clients pass, in order; cancellation tokens are left out
 * @param result the type of the result or of the items of the stream, without type variables; empty
 *     if there is neither
 * @param isStream whether the method answers with a stream
 * @param access what a caller needs besides being let into the hub; all of it
 */
public record HubMethodDescription(
    String name,
    Method declared,
    List<Parameter> parameters,
    Optional<Type> result,
    boolean isStream,
    List<AccessRule> access) {
  /** Copies the lists. */
  public HubMethodDescription {
    parameters = List.copyOf(parameters);
    access = List.copyOf(access);
  }

  /**
   * What clients pass in one place.
   *
   * @param declared its declaration, of type {@code Flow.Publisher} for a stream
   * @param type of the argument, or of the items of the stream, without type variables
   * @param isStream whether the client uploads a stream
   */
  public record Parameter(java.lang.reflect.Parameter declared, Type type, boolean isStream) {}
}
