package dev.nave.hub.internal.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** Stand in for what reads and writes the types that are not carried. */
final class Refusals {
  private Refusals() {}

  static final class Reading<T> extends StdDeserializer<T> {
    private final String problem;

    Reading(Class<T> type, String problem) {
      super(type);
      this.problem = problem;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      return context.reportBadDefinition(handledType(), problem);
    }
  }

  static final class Writing extends StdSerializer<Object> {
    private final String problem;

    Writing(Class<?> type, String problem) {
      super(type);
      this.problem = problem;
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext provider) {
      provider.reportBadDefinition(handledType(), problem);
    }

    @Override
    public void serializeWithType(
        Object value,
        JsonGenerator generator,
        SerializationContext provider,
        TypeSerializer types) {
      serialize(value, generator, provider);
    }
  }
}
