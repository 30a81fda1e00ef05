package dev.nave.hub.testing;

import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes single values as the type that a test asks for. */
final class Values {
  private Values() {}

  /**
   * Reads the one value of a payload.
   *
   * @param type what {@code T} stands for
   * @param what names the value, for an error
   */
  @SuppressWarnings("unchecked") // It was read as that type; primitive ones as their wrappers.
  static <T> @Nullable T read(Type type, Payload value, String what) {
    try {
      return (T) value.bind(List.of(type))[0];
    } catch (BindingException e) {
      throw new AssertionError(what + " is no " + type.getTypeName(), e);
    }
  }
}
