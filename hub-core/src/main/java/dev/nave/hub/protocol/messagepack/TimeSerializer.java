package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.StrictTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Writes times as MessagePack has them, but for properties with a format of their own. */
final class TimeSerializer<T> extends StdScalarSerializer<T> {
  private final ValueSerializer<? super T> asText;

  private final PointInTime.Writer<T> writer;

  /**
   * Creates what writes one type.
   *
   * @param asText what writes it in JSON
   */
  TimeSerializer(Class<T> type, ValueSerializer<? super T> asText, PointInTime.Writer<T> writer) {
    super(type);
    this.asText = asText;
    this.writer = writer;
  }

  @Override
  public ValueSerializer<?> createContextual(
      SerializationContext provider, @Nullable BeanProperty property) {
    return StrictTime.isOwnFormat(findFormatOverrides(provider, property, handledType()))
        ? provider.handleSecondaryContextualization(asText, property)
        : this;
  }

  @Override
  public void serialize(T value, JsonGenerator generator, SerializationContext provider) {
    writer.write(value, generator, provider);
  }
}
