package dev.nave.contract.mapping;

import java.lang.reflect.AnnotatedType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueSerializer;

/**
 * Where a value is.
 *
 * @param annotated its type as it is declared, if that is known
 * @param property the property that it is the value of
 * @param serializer what writes it; null to look for that
 * @param variant the {@linkplain TypeKey#variant variant} of its type
 */
record Place(
    JavaType type,
    @Nullable AnnotatedType annotated,
    @Nullable BeanProperty property,
    @Nullable ValueSerializer<?> serializer,
    String variant) {
  Place(
      JavaType type,
      @Nullable AnnotatedType annotated,
      @Nullable BeanProperty property,
      @Nullable ValueSerializer<?> serializer) {
    this(type, annotated, property, serializer, "");
  }

  static Place of(JavaType type, String variant) {
    return new Place(type, null, null, null, variant);
  }

  TypeKey key(Direction direction) {
    return TypeKey.of(direction, type, variant);
  }
}
