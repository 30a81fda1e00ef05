package dev.nave.contract.model;

import java.util.List;
import java.util.Optional;

/**
 * What a hub and its clients can call on each other, and with which values, in one hub protocol.
 * Immutable.
 *
 * @param name the simple name of the hub class
 * @param javaType the hub class
 * @param path where clients find the hub
 * @param protocol the hub protocol that the types are those of
 * @param doc what the hub is for; empty if it is not known
 * @param access what a client needs to connect; all of it
 * @param methods what clients call, in the order of their names
 * @param clientMethods what the server calls, in the order of their names
 * @param types the types that have a name, in the order of their names
 * @param unknown a sentence for each Java type of which it is not known what is written
 */
public record HubContract(
    String name,
    String javaType,
    String path,
    WireProtocol protocol,
    String doc,
    List<Access> access,
    List<Method> methods,
    List<Method> clientMethods,
    List<TypeDefinition> types,
    List<String> unknown) {
  /** Copies the lists. */
  public HubContract {
    access = List.copyOf(access);
    methods = List.copyOf(methods);
    clientMethods = List.copyOf(clientMethods);
    types = List.copyOf(types);
    unknown = List.copyOf(unknown);
  }

  /** Returns the methods of the hub that answer with one result or none. */
  public List<Method> calls() {
    return methods.stream().filter(each -> !each.isStream()).toList();
  }

  /** Returns the methods of the hub that answer with a stream. */
  public List<Method> streams() {
    return methods.stream().filter(Method::isStream).toList();
  }

  /**
   * A method of the hub or of its clients.
   *
   * @param name on the wire
   * @param doc what it is for; empty if it is not known
   * @param isDeprecated whether it should not be used any more
   * @param parameters what is passed, in order
   * @param result the type of the result, or of the items of the stream; empty if there is neither
   * @param isStream whether the answer is a stream
   * @param access what a caller needs besides what it needs to connect; all of it
   */
  public record Method(
      String name,
      String doc,
      boolean isDeprecated,
      List<Parameter> parameters,
      Optional<ValueType> result,
      boolean isStream,
      List<Access> access) {
    /** Copies the lists. */
    public Method {
      parameters = List.copyOf(parameters);
      access = List.copyOf(access);
    }
  }

  /**
   * What is passed in one place.
   *
   * @param name for readers
   * @param type of the value, or of the items of the stream
   * @param isStream whether the client uploads a stream
   */
  public record Parameter(String name, ValueType type, boolean isStream) {}

  /**
   * What one {@code @Authorize} asks for; without roles and policy any user.
   *
   * @param roles of which the user must have one; empty if none is needed
   * @param policy the name of a policy that must hold
   */
  public record Access(List<String> roles, Optional<String> policy) {
    /** Copies the list. */
    public Access {
      roles = List.copyOf(roles);
    }

    /** Returns it for readers. */
    public String text() {
      StringBuilder text = new StringBuilder();
      if (!roles.isEmpty()) {
        text.append("a user with the role ").append(String.join(" or ", roles));
      }
      policy.ifPresent(
          name -> text.append(text.isEmpty() ? "" : " and ").append("the policy ").append(name));
      return text.isEmpty() ? "a user" : text.toString();
    }
  }
}
