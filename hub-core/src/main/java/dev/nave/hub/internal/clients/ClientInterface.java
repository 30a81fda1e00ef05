package dev.nave.hub.internal.clients;

import static java.lang.invoke.MethodType.methodType;

import dev.nave.hub.HubMethodName;
import dev.nave.hub.internal.types.Deferred;
import dev.nave.hub.internal.types.TypeResolver;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An application's interface of client methods, checked: what each method is called on the wire,
 * and how its default methods are run. Not changed once it is made; any thread.
 */
final class ClientInterface {
  private final Class<?> type;
  private final TypeResolver types;
  private final Map<Method, Call> calls = new HashMap<>();
  private final Map<Method, MethodHandle> bodies = new HashMap<>();

  private ClientInterface(Class<?> type) {
    this.type = type;
    types = TypeResolver.of(type);
  }

  /**
   * What one of the abstract methods does.
   *
   * @param name the name on the wire
   * @param arguments the declared types of its arguments, without type variables
   * @param result what it asks the client for; null if it only sends
   */
  record Call(String name, List<Type> arguments, @Nullable Type result) {}

  /**
   * Checks {@code type}.
   *
   * @throws IllegalArgumentException if it is not an interface that can be implemented, or one of
   *     its methods cannot be sent
   */
  static ClientInterface of(Class<?> type) {
    if (!type.isInterface() || type.isSealed()) {
      throw new IllegalArgumentException(
          "a client is described by an interface that is not sealed, but " + type + " is given");
    }
    ClientInterface client = new ClientInterface(type);
    Map<String, Method> taken = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Method method : type.getMethods()) {
      if (method.isDefault()) {
        client.bodies.put(method, body(method));
      } else if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
        String name = checkedName(method, taken);
        client.calls.put(
            method, new Call(name, client.checkedArguments(method), client.checkedResult(method)));
      }
    }
    return client;
  }

  /**
   * Returns what runs a default method, as {@code (proxy, arguments) -> result}; null for others.
   */
  @Nullable MethodHandle bodyOf(Method method) {
    return bodies.get(method);
  }

  /** Returns what one of the abstract methods does. */
  Call callOf(Method method) {
    Call call = calls.get(method);
    if (call == null) {
      throw new IllegalArgumentException(method + " is not an abstract method of " + this);
    }
    return call;
  }

  /** Returns the abstract methods, each name once, in the order of the names. */
  List<ClientMethod> methods() {
    Map<String, ClientMethod> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    calls.forEach(
        (method, call) ->
            byName.merge(
                call.name(),
                new ClientMethod(call.name(), method, call.arguments(), call.result()),
                ClientMethod::mostDerived));
    return List.copyOf(byName.values());
  }

  @Override
  public String toString() {
    return type.getName();
  }

  /** Returns the name on the wire of {@code method}, which no other method has so far. */
  private static String checkedName(Method method, Map<String, Method> taken) {
    HubMethodName renamed = method.getAnnotation(HubMethodName.class);
    String name = renamed != null ? renamed.value() : method.getName();
    if (name.isBlank()) {
      throw refused(method, "has a blank @HubMethodName");
    }
    Method other = taken.putIfAbsent(name, method);
    if (other != null && !isSameMethod(method, other)) {
      throw new IllegalArgumentException(
          "Duplicate definitions of '"
              + name
              + "'. Overloading is not supported. Client methods are "
              + other
              + " and "
              + method);
    }
    return name;
  }

  private List<Type> checkedArguments(Method method) {
    List<Type> arguments =
        Arrays.stream(method.getGenericParameterTypes()).map(types::resolve).toList();
    for (Type argument : arguments) {
      String problem = Deferred.problem(argument);
      if (problem != null) {
        throw refused(method, "takes a " + argument.getTypeName() + ": " + problem);
      }
    }
    return arguments;
  }

  /** Returns what {@code method} asks the client for; null if it only sends. */
  private @Nullable Type checkedResult(Method method) {
    Type returned = method.getGenericReturnType();
    if (returned == void.class) {
      return null;
    }
    Class<?> raw = method.getReturnType();
    if (raw != CompletionStage.class && raw != CompletableFuture.class) {
      throw refused(
          method,
          "returns " + returned.getTypeName() + "; it must return void or a CompletionStage");
    }
    Type result = types.argumentOf(returned);
    if (result == null) {
      throw refused(
          method,
          "asks the client for a result but does not say of which type ("
              + returned.getTypeName()
              + ")");
    }
    String problem = Deferred.problem(result);
    if (problem != null) {
      throw refused(method, "asks the client for " + result.getTypeName() + ": " + problem);
    }
    return result == Void.class ? null : result;
  }

  /** {@link java.lang.reflect.InvocationHandler#invokeDefault} runs those of public types only. */
  private static MethodHandle body(Method method) {
    Class<?> owner = method.getDeclaringClass();
    ClientInterface.class.getModule().addReads(owner.getModule()); // It knows no application.
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .unreflectSpecial(method, owner)
          .asFixedArity()
          .asSpreader(Object[].class, method.getParameterCount())
          .asType(methodType(Object.class, Object.class, Object[].class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "default method "
              + method
              + " cannot be called: open package "
              + owner.getPackageName()
              + " to "
              + ClientInterface.class.getModule(),
          e);
    }
  }

  private static IllegalArgumentException refused(Method method, String reason) {
    return new IllegalArgumentException("client method " + method + " " + reason);
  }

  /** An interface may repeat what every object has: proxies answer it themselves. */
  private static boolean isOfObject(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  /** Returns whether one of two methods of one name overrides the other, and so is no overload. */
  private static boolean isSameMethod(Method one, Method other) {
    if (!one.getName().equals(other.getName())
        || one.getParameterCount() != other.getParameterCount()) {
      return false;
    }
    for (int i = 0; i < one.getParameterCount(); i++) {
      if (one.getParameterTypes()[i] != other.getParameterTypes()[i]
          && !isVariable(one.getGenericParameterTypes()[i])
          && !isVariable(other.getGenericParameterTypes()[i])) {
        return false;
      }
    }
    return true;
  }

  /** A {@code T} or {@code T[]} of a generic base is something else in the interface below it. */
  private static boolean isVariable(Type type) {
    return type instanceof GenericArrayType array
        ? isVariable(array.getGenericComponentType())
        : type instanceof TypeVariable<?>;
  }
}
