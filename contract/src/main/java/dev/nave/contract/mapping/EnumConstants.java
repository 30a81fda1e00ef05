package dev.nave.contract.mapping;

import dev.nave.contract.model.TypeDefinition;
import dev.nave.contract.model.TypeDefinition.Constant;
import dev.nave.contract.model.TypeDefinition.EnumDefinition;
import dev.nave.contract.model.ValueType;
import dev.nave.contract.model.ValueType.Kind;
import dev.nave.contract.model.ValueType.Reference;
import dev.nave.contract.model.ValueType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotatedMember;

/** The values of enums. Pure functions but for the definitions that they add. */
final class EnumConstants {
  private EnumConstants() {}

  /**
   * Adds the definition of an enum, and returns a reference to it. One that is written in two ways
   * has two definitions.
   *
   * @param texts what its serializer writes; empty for numbers
   * @param simple what its serializer says of all of them
   */
  static ValueType of(
      JavaType type, List<String> texts, Simple simple, Map<TypeKey, TypeDefinition> found) {
    Object[] all = type.getRawClass().getEnumConstants();
    List<Constant> constants = new ArrayList<>();
    boolean isNumber = simple.kind() == Kind.INTEGER;
    if (all == null || (!isNumber && texts.size() != all.length)) {
      return simple;
    }
    for (int i = 0; i < all.length; i++) {
      constants.add(new Constant(((Enum<?>) all[i]).name(), isNumber ? i : texts.get(i)));
    }
    for (String variant : List.of("", isNumber ? "Number" : "Text")) {
      TypeKey key = TypeKey.of(Direction.WRITTEN, type, variant);
      TypeDefinition definition = new EnumDefinition("", type.toCanonical(), constants);
      TypeDefinition other = found.putIfAbsent(key, definition);
      if (other == null || other.equals(definition)) {
        return new Reference(key.id());
      }
    }
    return simple;
  }

  /**
   * Returns what the constants of an enum are that has a {@code @JsonValue} of no text, or null.
   */
  static @Nullable ValueType numericValue(JavaType type, SerializationContext writing) {
    if (!type.isEnumType()) {
      return null;
    }
    AnnotatedMember value = writing.introspectBeanDescription(type).findJsonValueAccessor();
    if (value == null) {
      return null;
    }
    Class<?> raw = value.getRawType();
    return Number.class.isAssignableFrom(raw) || (raw.isPrimitive() && raw != char.class)
        ? ValueType.of(raw == boolean.class ? Kind.BOOLEAN : Kind.NUMBER)
        : null;
  }
}
