package dev.nave.hub.internal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Stand in for what reads and writes the types that are not carried. */
final class Refusals {
  private Refusals() {}

  static final class Reading<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final String problem;

    Reading(Class<T> type, String problem) {
      super(type);
      this.problem = problem;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return context.reportBadDefinition(handledType(), problem);
    }
  }

  static final class Writing extends StdSerializer<Object> {
    private static final long serialVersionUID = 1L;
    private final String problem;

    Writing(Class<?> type, String problem) {
      super(type, false);
      this.problem = problem;
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      provider.reportBadDefinition(handledType(), problem);
    }

    @Override
    public void serializeWithType(
        Object value, JsonGenerator generator, SerializerProvider provider, TypeSerializer types)
        throws IOException {
      serialize(value, generator, provider);
    }
  }
}
