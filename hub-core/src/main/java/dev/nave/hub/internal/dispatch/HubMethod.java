package dev.nave.hub.internal.dispatch;

import static java.lang.invoke.MethodType.methodType;
import static java.util.stream.Collectors.joining;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.Hub;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** One method of a hub that clients call. Immutable; any thread. */
public final class HubMethod {
  private final String name;
  private final Method method;
  private final List<Type> argumentTypes;
  private final ReturnKind returnKind;
  private final MethodHandle handle;

  /**
   * Prepares {@code method} to be called as {@code name}.
   *
   * @param types the type arguments of the hub class under which the method was found
   * @throws IllegalArgumentException if clients cannot call the method as it is declared
   */
  HubMethod(String name, Method method, TypeResolver types) {
    this.name = name;
    this.method = method;
    if (name.isBlank()) {
      throw refused("has a blank @HubMethodName");
    }
    if (method.getTypeParameters().length > 0) {
      throw refused("is generic; a hub method has no type parameters of its own");
    }
    if (KotlinMembers.isSuspending(method)) {
      throw refused("is a suspending function; return a CompletionStage instead");
    }
    argumentTypes = Arrays.stream(method.getGenericParameterTypes()).map(types::resolve).toList();
    argumentTypes.forEach(this::checkArgument);
    returnKind = returnKind(types.resolve(method.getGenericReturnType()));
    handle = handle();
  }

  /** Returns the name on the wire, as it is spelled in the hub. */
  public String name() {
    return name;
  }

  /** Returns the types to bind a client's arguments to, in order, without type variables. */
  public List<Type> argumentTypes() {
    return argumentTypes;
  }

  /** Returns the method as the hub declares it. */
  Method declared() {
    return method;
  }

  /** Returns what to do with the value of {@link #invoke}. */
  public ReturnKind returnKind() {
    return returnKind;
  }

  /**
   * Runs the method on the calling thread.
   *
   * @param hub an object of the class that the method was found in
   * @param arguments one value for each of {@link #argumentTypes}
   * @return what the method returned; null if it is void
   * @throws Throwable what the method threw, as it was thrown
   */
  public @Nullable Object invoke(Hub hub, @Nullable Object[] arguments) throws Throwable {
    return (Object) handle.invokeExact(hub, arguments);
  }

  /** Returns the method as it is declared, for example {@code app.ChatHub.send(String, int)}. */
  @Override
  public String toString() {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(
            joining(
                ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
  }

  private void checkArgument(Type type) {
    Class<?> erased = TypeResolver.erase(type);
    if (Flow.Publisher.class.isAssignableFrom(erased)
        || BaseStream.class.isAssignableFrom(erased)) {
      throw refused("takes a " + erased.getSimpleName() + "; upload streams are not supported");
    }
    if (CancellationToken.class.isAssignableFrom(erased)) {
      throw refused("takes a CancellationToken, which is not supported");
    }
  }

  private ReturnKind returnKind(Type type) {
    Class<?> erased = TypeResolver.erase(type);
    if (erased == void.class) {
      return ReturnKind.VOID;
    }
    refuseStream(erased);
    if (!CompletionStage.class.isAssignableFrom(erased)) {
      return ReturnKind.VALUE;
    }
    if (type instanceof ParameterizedType stage && stage.getActualTypeArguments().length == 1) {
      refuseStream(TypeResolver.erase(stage.getActualTypeArguments()[0]));
    }
    return ReturnKind.STAGE;
  }

  /** An {@link Iterable} streams only if it is declared as nothing more: a list is a value. */
  private void refuseStream(Class<?> type) {
    if (type == Iterable.class
        || BaseStream.class.isAssignableFrom(type)
        || Flow.Publisher.class.isAssignableFrom(type)) {
      throw refused(
          "returns a stream ("
              + type.getSimpleName()
              + "), which is not supported; return a List to send all items as one result");
    }
  }

  private MethodHandle handle() {
    try {
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asFixedArity()
          .asSpreader(Object[].class, argumentTypes.size())
          .asType(methodType(Object.class, Hub.class, Object[].class));
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "hub method "
              + this
              + " cannot be called: make its class public in an exported package, or open package "
              + method.getDeclaringClass().getPackageName()
              + " to "
              + HubMethod.class.getModule(),
          e);
    }
  }

  private IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("hub method " + this + " " + reason);
  }
}
