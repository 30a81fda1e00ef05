package dev.nave.hub.testing;

import dev.nave.hub.TypeRef;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes values as the type that a test asks for. */
final class ValueType<T> {
  private final Type type;

  private ValueType(Type type) {
    this.type = type;
  }

  static <T> ValueType<T> of(Class<T> type) {
    return new ValueType<>(type);
  }

  static <T> ValueType<T> of(TypeRef<T> type) {
    return new ValueType<>(type.type());
  }

  /**
   * Reads the one value of a payload.
   *
   * @param what names the value, for an error
   */
  @Nullable T read(Payload value, String what) {
    try {
      return cast(value.bind(List.of(type))[0]);
    } catch (BindingException e) {
      throw new AssertionError(what + " is no " + type.getTypeName(), e);
    }
  }

  /** Returns the type, for values that are read among others. */
  Type type() {
    return type;
  }

  /** Returns a value that was read as this type. */
  @SuppressWarnings("unchecked") // Primitive types are read as their wrappers.
  @Nullable T cast(@Nullable Object value) {
    return (T) value;
  }
}
