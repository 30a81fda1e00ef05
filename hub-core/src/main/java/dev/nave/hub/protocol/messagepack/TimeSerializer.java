package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.nave.hub.internal.codec.StrictTime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes times as MessagePack has them, but for properties with a format of their own. */
final class TimeSerializer<T> extends StdScalarSerializer<T> implements ContextualSerializer {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
  private final JsonSerializer<? super T> asText;

  @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
  private final PointInTime.Writer<T> writer;

  /**
   * Creates what writes one type.
   *
   * @param asText what writes it in JSON
   */
  TimeSerializer(Class<T> type, JsonSerializer<? super T> asText, PointInTime.Writer<T> writer) {
    super(type);
    this.asText = asText;
    this.writer = writer;
  }

  @Override
  public JsonSerializer<?> createContextual(
      SerializerProvider provider, @Nullable BeanProperty property) throws JsonMappingException {
    return StrictTime.isOwnFormat(findFormatOverrides(provider, property, handledType()))
        ? provider.handleSecondaryContextualization(asText, property)
        : this;
  }

  @Override
  public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    writer.write(value, generator, provider);
  }
}
