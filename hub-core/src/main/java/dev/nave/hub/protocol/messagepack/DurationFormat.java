package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A length of time as .NET's TimeSpan has it: an integer of 100 ns each. Shorter parts are cut off;
 * read is ISO-8601 text, too.
 */
final class DurationFormat {
  private static final int NANOS_PER_TICK = 100;
  private static final long TICKS_PER_SECOND = 10_000_000;

  private DurationFormat() {}

  static final class Serializer extends StdScalarSerializer<Duration> {
    private static final long serialVersionUID = 1L;

    Serializer() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      long whole = Math.multiplyExact(value.getSeconds(), TICKS_PER_SECOND);
      generator.writeNumber(Math.addExact(whole, (long) value.getNano() / NANOS_PER_TICK));
    }
  }

  static final class Deserializer extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    Deserializer() {
      super(Duration.class);
    }

    @Override
    public @Nullable Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        long ticks = parser.getLongValue();
        return Duration.ofSeconds(
            Math.floorDiv(ticks, TICKS_PER_SECOND),
            Math.floorMod(ticks, TICKS_PER_SECOND) * NANOS_PER_TICK);
      } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
        try {
          return Duration.parse(parser.getText());
        } catch (DateTimeException e) {
          return context.reportInputMismatch(Duration.class, "%s", e.getMessage());
        }
      }
      return (Duration) context.handleUnexpectedToken(Duration.class, parser);
    }
  }
}
