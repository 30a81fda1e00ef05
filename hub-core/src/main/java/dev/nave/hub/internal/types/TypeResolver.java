package dev.nave.hub.internal.types;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the type variables of generic supertypes by what a class extends them with, so that
 * {@code send(T)} of {@code Base<T>} takes a {@code Person} in {@code Sub extends Base<Person>}.
 *
 * <p>Resolved types are classes, parameterized types and arrays of these, comparable with equals. A
 * variable that nothing is known of becomes the erasure of its bound, a wildcard its upper bound.
 */
public final class TypeResolver {
  private final Map<TypeVariable<?>, Type> known = new HashMap<>();

  private TypeResolver() {}

  /** Learns the type arguments of {@code type}, of its superclasses and of its interfaces. */
  public static TypeResolver of(Type type) {
    TypeResolver resolver = new TypeResolver();
    resolver.learn(type);
    return resolver;
  }

  private void learn(@Nullable Type type) {
    if (type == null) {
      return;
    }
    Class<?> erased = erase(type);
    if (type instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      for (int i = 0; i < arguments.length; i++) {
        known.putIfAbsent(erased.getTypeParameters()[i], resolve(arguments[i]));
      }
    }
    learn(erased.getGenericSuperclass());
    for (Type parent : erased.getGenericInterfaces()) {
      learn(parent);
    }
  }

  /**
   * Returns what {@code type}, which is resolved, makes of the first type parameter of {@code
   * generic}, one of its supertypes: the erasure of its bound if it says nothing.
   */
  public static Type argumentOf(Type type, Class<?> generic) {
    return of(type).resolve(generic.getTypeParameters()[0]);
  }

  /**
   * Returns the one type argument of {@code type}, without type variables; null where it names
   * none: it is raw, or has a wildcard or a variable that nothing is known of.
   */
  public @Nullable Type argumentOf(Type type) {
    if (!(type instanceof ParameterizedType parameterized)) {
      return null;
    }
    Type argument = parameterized.getActualTypeArguments()[0];
    boolean isNamed =
        argument instanceof TypeVariable<?> variable
            ? known.containsKey(variable)
            : !(argument instanceof WildcardType);
    return isNamed ? resolve(argument) : null;
  }

  /** Returns {@code type} without type variables and wildcards. */
  public Type resolve(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      Type argument = known.get(variable);
      return argument != null ? argument : erase(variable);
    }
    if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof GenericArrayType array) {
      Type component = resolve(array.getGenericComponentType());
      return component instanceof Class<?> known ? known.arrayType() : new ResolvedArray(component);
    }
    if (type instanceof ParameterizedType parameterized) {
      List<Type> arguments =
          Arrays.stream(parameterized.getActualTypeArguments()).map(this::resolve).toList();
      return new ResolvedType(erase(type), arguments, parameterized.getOwnerType());
    }
    return type;
  }

  /** Returns the classes of a method's parameters. */
  public List<Class<?>> erasedParameters(Method method) {
    return Arrays.<Type>stream(method.getGenericParameterTypes())
        .<Class<?>>map(parameter -> erase(resolve(parameter)))
        .toList();
  }

  /** Returns the class that is left of a type, resolved or not, without its type arguments. */
  public static Class<?> erase(Type type) {
    if (type instanceof Class<?> erased) {
      return erased;
    }
    if (type instanceof ParameterizedType parameterized) {
      return erase(parameterized.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return erase(array.getGenericComponentType()).arrayType();
    }
    if (type instanceof TypeVariable<?> variable) {
      return erase(variable.getBounds()[0]);
    }
    if (type instanceof WildcardType wildcard) {
      return erase(wildcard.getUpperBounds()[0]);
    }
    throw new IllegalArgumentException("unknown kind of type: " + type.getTypeName());
  }

  /** Knows its hash: types are looked up for every value. */
  private static final class ResolvedType implements ParameterizedType {
    private final Class<?> rawType;
    private final List<Type> arguments;
    private final @Nullable Type ownerType;
    private final int hash;

    ResolvedType(Class<?> rawType, List<Type> arguments, @Nullable Type ownerType) {
      this.rawType = rawType;
      this.arguments = arguments;
      this.ownerType = ownerType;
      hash = 31 * rawType.hashCode() + arguments.hashCode();
    }

    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return rawType;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return ownerType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof ResolvedType that
              && hash == that.hash
              && rawType == that.rawType
              && arguments.equals(that.arguments));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public String toString() {
      String list = String.join(", ", arguments.stream().map(Type::getTypeName).toList());
      return rawType.getName() + "<" + list + ">";
    }
  }

  private record ResolvedArray(Type component) implements GenericArrayType {
    @Override
    public Type getGenericComponentType() {
      return component;
    }

    @Override
    public String toString() {
      return component.getTypeName() + "[]";
    }
  }
}
