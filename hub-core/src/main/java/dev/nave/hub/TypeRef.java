package dev.nave.hub;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a generic type, which no {@link Class} can: {@code new TypeRef<List<String>>() {}}.
 * Immutable; any thread.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {
  private final Type type;

  /**
   * Creates the reference; to be called by an anonymous subclass that names the type.
   *
   * @throws IllegalStateException if the subclass does not say what {@code T} is
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType named)
        || named.getRawType() != TypeRef.class) {
      throw new IllegalStateException(
          "a TypeRef is written as new TypeRef<List<String>>() {}, but "
              + getClass().getName()
              + " names no type");
    }
    type = named.getActualTypeArguments()[0];
  }

  /** Returns the type. */
  public final Type type() {
    return type;
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
