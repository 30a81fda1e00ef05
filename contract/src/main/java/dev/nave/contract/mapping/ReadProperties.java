package dev.nave.contract.mapping;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.ser.AnyGetterWriter;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/** Finds which properties of an object the mapper reads. */
final class ReadProperties {
  private final ObjectMapper mapper;
  private final DeserializationContext reading;

  ReadProperties(ObjectMapper mapper) {
    this.mapper = mapper;
    reading = mapper._deserializationContext();
  }

  /**
   * Returns whether a type is read as an object with properties, or as a delegate. Where the
   * application reads a type by itself, what it writes counts.
   *
   * @param serializer what writes it
   */
  boolean isObject(JavaType type, ValueSerializer<?> serializer) {
    if (!(serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer)
        || hasUnwrapped(serializer)) {
      return false;
    }
    BeanDeserializerBase deserializer = deserializer(type);
    return deserializer != null && (deserializer.properties().hasNext() || delegate(type) != null);
  }

  private static boolean hasUnwrapped(ValueSerializer<?> serializer) {
    var writers = serializer.properties();
    while (writers.hasNext()) {
      if (writers.next() instanceof BeanPropertyWriter writer && writer.isUnwrapping()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether properties of any name are written, those of a {@code @JsonAnyGetter}. */
  static boolean hasAnyGetter(ValueSerializer<?> serializer) {
    var writers = serializer.properties();
    while (writers.hasNext()) {
      if (writers.next() instanceof AnyGetterWriter) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether properties of any name are read. */
  boolean hasAnySetter(JavaType type) {
    BeanDeserializerBase deserializer = deserializer(type);
    return deserializer != null && deserializer.hasAnySetter();
  }

  /** Returns the type that is read instead, and made into the object; null if there is none. */
  @Nullable JavaType delegate(JavaType type) {
    BeanDeserializerBase deserializer = deserializer(type);
    if (deserializer == null) {
      return null;
    }
    ValueInstantiator instantiator = deserializer.getValueInstantiator();
    if (instantiator.canCreateUsingDelegate()) {
      return instantiator.getDelegateType(mapper.deserializationConfig());
    }
    return instantiator.canCreateUsingArrayDelegate()
        ? instantiator.getArrayDelegateType(mapper.deserializationConfig())
        : null;
  }

  /** Returns the properties that are read. */
  List<BeanProperty> of(JavaType type) {
    List<BeanProperty> properties = new ArrayList<>();
    BeanDeserializerBase deserializer = deserializer(type);
    if (deserializer != null) {
      deserializer.properties().forEachRemaining(properties::add);
    }
    return properties;
  }

  private @Nullable BeanDeserializerBase deserializer(JavaType type) {
    try {
      ValueDeserializer<Object> found = reading.findNonContextualValueDeserializer(type);
      return found instanceof BeanDeserializerBase bean ? bean : null;
    } catch (DatabindException e) {
      return null; // It is never read: calls of methods that take it fail.
    }
  }

  /** Returns whether a property is not written if it has a certain value, such as null. */
  static boolean isSometimesLeftOut(BeanPropertyWriter writer, SerializationConfig config) {
    if (writer.willSuppressNulls() && !writer.getType().isPrimitive()) {
      return true;
    }
    JsonInclude.Include own =
        writer.findPropertyInclusion(config, writer.getType().getRawClass()).getValueInclusion();
    JsonInclude onClass = writer.getContextAnnotation(JsonInclude.class);
    return dependsOnValue(own) || (onClass != null && dependsOnValue(onClass.value()));
  }

  private static boolean dependsOnValue(JsonInclude.Include inclusion) {
    return inclusion == JsonInclude.Include.NON_DEFAULT || inclusion == JsonInclude.Include.CUSTOM;
  }
}
