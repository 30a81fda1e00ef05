package dev.nave.hub.internal.methods;

import static java.lang.invoke.MethodType.methodType;
import static java.util.stream.Collectors.joining;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.adapter.AdaptedMethod;
import dev.nave.hub.internal.authorization.Authorization;
import dev.nave.hub.internal.filters.CalledMethod;
import dev.nave.hub.internal.types.Deferred;
import dev.nave.hub.internal.types.TypeResolver;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** One method of a hub that clients call. Immutable; any thread. */
public final class HubMethod implements CalledMethod {
  private final String name;
  private final Method method;
  private final Parameters parameters;
  private final ReturnKind returnKind;
  private final @Nullable Type resultType;
  private final MethodHandle handle;
  private final @Nullable AdaptedMethod adapted;
  private final Authorization authorization;
  private final MethodResult ownResult;
  private final boolean nonBlocking;

  /**
   * Prepares {@code method} to be called as {@code name}.
   *
   * @param types the type arguments of the hub class under which the method was found
   * @param adapters know methods that are declared as Java does not declare them
   * @param authorization who may call it
   * @param nonBlocking whether it runs on the event loop of its connection
   * @throws IllegalArgumentException if clients cannot call the method as it is declared
   */
  HubMethod(
      String name,
      Method method,
      TypeResolver types,
      MethodAdapters adapters,
      Authorization authorization,
      boolean nonBlocking) {
    this.name = name;
    this.method = method;
    this.authorization = authorization;
    this.nonBlocking = nonBlocking;
    if (name.isBlank()) {
      throw refused("has a blank @HubMethodName");
    }
    if (method.getTypeParameters().length > 0) {
      throw refused("is generic; a hub method has no type parameters of its own");
    }
    adapted = adapted(adapters);
    if (adapted == null && KotlinMembers.isSuspending(method)) {
      throw refused(
          "is a suspending function; add the module hub-kotlin, or return a CompletionStage");
    }
    parameters = parameters(types);
    Type returned =
        types.resolve(adapted == null ? method.getGenericReturnType() : adapted.returnType());
    returnKind = returnKind(returned);
    resultType = resultType(returned);
    handle = handle();
    ownResult = MethodResult.always(this);
  }

  /** Returns the result as it is where no filters surround the method. */
  MethodResult ownResult() {
    return ownResult;
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns the types to bind a client's arguments to, in order, without type variables. */
  public List<Type> argumentTypes() {
    return parameters.argumentTypes();
  }

  /** Returns the types of the items of the streams that a client uploads, one for each stream. */
  public List<Type> uploadTypes() {
    return parameters.uploadTypes();
  }

  /** Returns what each parameter of {@link #declared} is filled with. */
  public List<Parameters.Filling> fillings() {
    return parameters.fillings();
  }

  /** Returns whether the method gets a {@link CancellationToken}. */
  public boolean takesToken() {
    return parameters.takesToken();
  }

  @Override
  public Method declared() {
    return method;
  }

  /** Returns what it takes to call the method, besides being let into the hub. */
  public Authorization authorization() {
    return authorization;
  }

  /** Returns whether the method runs on the event loop of its connection. */
  public boolean isNonBlocking() {
    return nonBlocking;
  }

  /** Returns what to do with the value of {@link #invoke}. */
  public ReturnKind returnKind() {
    return returnKind;
  }

  /**
   * Returns the declared type of the result, or of the items of the stream, without type variables;
   * null where there is neither.
   */
  public @Nullable Type resultType() {
    return resultType;
  }

  /**
   * Returns what to call the method with.
   *
   * @param arguments one value for each of {@link #argumentTypes}
   * @param uploads one stream for each of {@link #uploadTypes}
   * @param token null if the method takes none
   */
  public @Nullable Object[] place(
      @Nullable Object[] arguments,
      List<? extends Flow.Publisher<?>> uploads,
      @Nullable CancellationToken token) {
    return parameters.place(arguments, uploads, token);
  }

  /**
   * {@inheritDoc}
   *
   * @param arguments one value for each parameter, as {@link #place} returns them
   */
  @Override
  public @Nullable Object invoke(AbstractHub hub, @Nullable Object[] arguments) throws Throwable {
    return adapted == null
        ? invokeDeclared(hub, arguments)
        : adapted.invoke(this::invokeDeclared, hub, arguments);
  }

  private @Nullable Object invokeDeclared(AbstractHub hub, @Nullable Object[] arguments)
      throws Throwable {
    return (Object) handle.invokeExact(hub, arguments);
  }

  /** Returns the method as it is declared, for example {@code app.ChatHub.send(String, int)}. */
  @Override
  public String toString() {
    return describe(method);
  }

  /** Returns the class, the name and the parameters of a method. */
  static String describe(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(
            joining(
                ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
  }

  private @Nullable AdaptedMethod adapted(MethodAdapters adapters) {
    try {
      return adapters.adapt(method);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private Parameters parameters(TypeResolver types) {
    List<Type> declared =
        adapted == null ? List.of(method.getGenericParameterTypes()) : adapted.parameterTypes();
    try {
      return new Parameters(declared.stream().map(types::resolve).toList());
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static ReturnKind returnKind(Type type) {
    Class<?> erased = TypeResolver.erase(type);
    if (erased == void.class) {
      return ReturnKind.VOID;
    }
    if (isStream(erased)) {
      return ReturnKind.STREAM;
    }
    if (!CompletionStage.class.isAssignableFrom(erased)) {
      return ReturnKind.VALUE;
    }
    return isStream(TypeResolver.erase(TypeResolver.argumentOf(type, CompletionStage.class)))
        ? ReturnKind.STREAM
        : ReturnKind.STAGE;
  }

  private @Nullable Type resultType(Type returned) {
    Type type =
        CompletionStage.class.isAssignableFrom(TypeResolver.erase(returned))
            ? TypeResolver.argumentOf(returned, CompletionStage.class)
            : returned;
    if (returnKind == ReturnKind.STREAM) {
      type = itemType(type);
    }
    if (type == void.class || type == Void.class) {
      return null;
    }
    String problem =
        type == returned ? Deferred.problem(type) : Deferred.problemInside(returned, type);
    if (problem != null) {
      throw refused("returns " + returned.getTypeName() + ": " + problem);
    }
    return type;
  }

  private static Type itemType(Type stream) {
    Class<?> erased = TypeResolver.erase(stream);
    for (Class<?> kind : List.of(Flow.Publisher.class, BaseStream.class)) {
      if (kind.isAssignableFrom(erased)) {
        return TypeResolver.argumentOf(stream, kind);
      }
    }
    return TypeResolver.argumentOf(stream, Iterable.class);
  }

  /** An {@link Iterable} streams only if it is declared as nothing more: a list is a value. */
  private static boolean isStream(Class<?> type) {
    return type == Iterable.class
        || BaseStream.class.isAssignableFrom(type)
        || Flow.Publisher.class.isAssignableFrom(type);
  }

  private MethodHandle handle() {
    try {
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asFixedArity()
          .asSpreader(Object[].class, parameters.count())
          .asType(methodType(Object.class, AbstractHub.class, Object[].class));
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
