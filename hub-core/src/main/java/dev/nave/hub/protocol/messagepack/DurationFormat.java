package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.nave.hub.internal.codec.StrictTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A length of time as .NET's TimeSpan has it: an integer of 100 ns each. One that a TimeSpan cannot
 * hold is ISO-8601 text, so that no part of it is lost; that is read, too.
 */
final class DurationFormat {
  private static final int NANOS_PER_TICK = 100;
  private static final long TICKS_PER_SECOND = 10_000_000;
  private static final long MAX_SECONDS = Long.MAX_VALUE / TICKS_PER_SECOND - 1;

  private DurationFormat() {}

  private static boolean isTimeSpan(Duration value) {
    return value.getNano() % NANOS_PER_TICK == 0
        && value.getSeconds() <= MAX_SECONDS
        && value.getSeconds() >= -MAX_SECONDS;
  }

  static final class Serializer extends StdScalarSerializer<Duration>
      implements ContextualSerializer {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
    private final JsonSerializer<Duration> asText;

    Serializer(JsonSerializer<Duration> asText) {
      super(Duration.class);
      this.asText = asText;
    }

    @Override
    public JsonSerializer<?> createContextual(
        SerializerProvider provider, @Nullable BeanProperty property) throws JsonMappingException {
      return StrictTime.isOwnFormat(findFormatOverrides(provider, property, Duration.class))
          ? provider.handleSecondaryContextualization(asText, property)
          : this;
    }

    @Override
    public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      if (isTimeSpan(value)) {
        generator.writeNumber(
            value.getSeconds() * TICKS_PER_SECOND + value.getNano() / NANOS_PER_TICK);
      } else {
        generator.writeString(value.toString());
      }
    }
  }

  static final class Deserializer extends StdScalarDeserializer<Duration>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Jackson's classes are serializable; this one never is serialized.
    private final JsonDeserializer<?> asText;

    Deserializer(JsonDeserializer<?> asText) {
      super(Duration.class);
      this.asText = asText;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property)
        throws JsonMappingException {
      return StrictTime.isOwnFormat(findFormatOverrides(context, property, Duration.class))
          ? context.handleSecondaryContextualization(
              asText, property, context.constructType(Duration.class))
          : this;
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
