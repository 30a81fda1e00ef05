package dev.nave.hub.internal.dispatch;

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
 * Replaces the type variables of generic base classes by what a class extends them with, so that
 * {@code send(T)} of {@code Base<T>} takes a {@code Person} in {@code Sub extends Base<Person>}.
 *
 * <p>Resolved types are classes, parameterized types and arrays of these, comparable with equals. A
 * variable that nothing is known of becomes the erasure of its bound, a wildcard its upper bound.
 */
final class TypeResolver {
  private final Map<TypeVariable<?>, Type> known = new HashMap<>();

  private TypeResolver() {}

  /** Learns the type arguments of all superclasses and interfaces of {@code type}. */
  static TypeResolver of(Class<?> type) {
    TypeResolver resolver = new TypeResolver();
    resolver.learnBasesOf(type);
    return resolver;
  }

  private void learnBasesOf(Class<?> type) {
    Type parent = type.getGenericSuperclass();
    if (parent != null) {
      learn(parent);
    }
    for (Type each : type.getGenericInterfaces()) {
      learn(each);
    }
  }

  private void learn(Type base) {
    Class<?> erased = erase(base);
    if (base instanceof ParameterizedType parameterized) {
      Type[] arguments = parameterized.getActualTypeArguments();
      for (int i = 0; i < arguments.length; i++) {
        known.put(erased.getTypeParameters()[i], resolve(arguments[i]));
      }
    }
    learnBasesOf(erased);
  }

  /** Returns {@code type} without type variables and wildcards. */
  Type resolve(Type type) {
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
  List<Class<?>> erasedParameters(Method method) {
    return Arrays.<Type>stream(method.getGenericParameterTypes())
        .<Class<?>>map(parameter -> erase(resolve(parameter)))
        .toList();
  }

  /** Returns the class that is left of a type, resolved or not, without its type arguments. */
  static Class<?> erase(Type type) {
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

  private record ResolvedType(Class<?> rawType, List<Type> arguments, @Nullable Type ownerType)
      implements ParameterizedType {
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
