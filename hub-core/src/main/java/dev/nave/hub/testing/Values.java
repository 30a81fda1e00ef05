package dev.nave.hub.testing;

import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Hands out decoded values in the type that was asked for. */
final class Values {
  private Values() {}

  /** Casts to a class that may be primitive. */
  @SuppressWarnings("unchecked") // The wrapper of int.class, a Class<Integer>, is Class<Integer>.
  static <T> @Nullable T cast(Class<T> type, @Nullable Object value) {
    return ((Class<T>) MethodType.methodType(type).wrap().returnType()).cast(value);
  }
}
