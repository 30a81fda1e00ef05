package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/** Writes a type that is a point in time as a timestamp. */
final class InstantSerializer<T> extends StdScalarSerializer<T> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Jackson's classes are serializable; nobody serializes this one.
  private final Function<T, Instant> toInstant;

  InstantSerializer(Class<T> type, Function<T, Instant> toInstant) {
    super(type);
    this.toInstant = toInstant;
  }

  @Override
  public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    generator.writeEmbeddedObject(toInstant.apply(value));
  }
}
