package dev.nave.hub.kotlin;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Publisher;
import kotlin.Unit;
import kotlinx.coroutines.flow.Flow;
import org.jspecify.annotations.Nullable;

/** What Java would declare instead of the types of Kotlin that stand for a result to come. */
final class KotlinTypes {
  private KotlinTypes() {}

  /** Returns whether a type is a {@code Flow} or one of its subtypes. */
  static boolean isFlow(Type type) {
    return Flow.class.isAssignableFrom(erase(type));
  }

  /**
   * Returns the type of a parameter.
   *
   * @throws IllegalArgumentException if it is a subtype of {@code Flow}, which no upload is
   */
  static Type parameter(Type type) {
    if (isFlow(type) && erase(type) != Flow.class) {
      throw new IllegalArgumentException(
          "takes a " + erase(type).getSimpleName() + "; an upload stream is declared as Flow<T>");
    }
    return result(type);
  }

  /** Returns the type of a result. */
  static Type result(Type type) {
    return isFlow(type) ? new Declared(Publisher.class, argumentOf(type)) : type;
  }

  /**
   * Returns the type of the result of a function that suspends.
   *
   * @param continuation the type of the parameter that such a function gets from the compiler
   */
  static Type resultOfSuspending(Type continuation) {
    Type value = argumentOf(continuation);
    return new Declared(CompletionStage.class, value == Unit.class ? Void.class : result(value));
  }

  /** Kotlin writes {@code in T} as {@code ? super T} and {@code out T} as {@code ? extends T}. */
  private static Type argumentOf(Type type) {
    if (!(type instanceof ParameterizedType parameterized)) {
      return Object.class;
    }
    Type argument = parameterized.getActualTypeArguments()[0];
    if (!(argument instanceof WildcardType wildcard)) {
      return argument;
    }
    Type[] lower = wildcard.getLowerBounds();
    return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
  }

  private static Class<?> erase(Type type) {
    if (type instanceof Class<?> erased) {
      return erased;
    }
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : Object.class; // An array, a variable: none of the types here.
  }

  private record Declared(Class<?> generic, Type argument) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {argument};
    }

    @Override
    public Type getRawType() {
      return generic;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return generic.getDeclaringClass();
    }
  }
}
