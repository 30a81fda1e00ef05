package dev.nave.contract.mapping;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;

/** Finds how the mapper writes the value of a place. Not thread-safe. */
final class PlaceSerializers {
  private final SerializationContext writing;

  PlaceSerializers(SerializationContext writing) {
    this.writing = writing;
  }

  /** Returns what writes a value, without its type id. */
  ValueSerializer<?> of(Place place) {
    if (place.serializer() != null) {
      return place.serializer();
    }
    return place.property() instanceof BeanPropertyWriter writer && writer.getSerializer() != null
        ? writer.getSerializer()
        : writing.findPrimaryPropertySerializer(place.type(), place.property());
  }

  /** Returns what writes the type id of a value; null if it has none. */
  @Nullable TypeSerializer typeIds(Place place) {
    return place.property() instanceof BeanPropertyWriter writer
            && writer.getTypeSerializer() != null
        ? writer.getTypeSerializer()
        : place.property() == null
            ? writing.findTypeSerializer(place.type())
            : writing.findPropertyTypeSerializer(place.type(), place.property().getMember());
  }

  /** Returns whether a value is written by a pattern of its own, such as that of a date. */
  boolean hasPattern(Place place) {
    return format(place).hasPattern();
  }

  /** Returns whether a list of one item is written as that item. */
  boolean isUnwrapped(Place place) {
    Boolean own = format(place).getFeature(JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED);
    return own == null
        ? writing.isEnabled(SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
        : own;
  }

  private JsonFormat.Value format(Place place) {
    BeanProperty property = place.property();
    JsonFormat.@Nullable Value format =
        property == null ? null : property.findFormatOverrides(writing.getConfig());
    return format == null ? JsonFormat.Value.empty() : format;
  }
}
