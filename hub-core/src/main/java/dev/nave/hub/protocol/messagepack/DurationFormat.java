package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.StrictTime;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

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

  static final class Serializer extends StdScalarSerializer<Duration> {
    private final ValueSerializer<Duration> asText;

    Serializer(ValueSerializer<Duration> asText) {
      super(Duration.class);
      this.asText = asText;
    }

    @Override
    public ValueSerializer<?> createContextual(
        SerializationContext provider, @Nullable BeanProperty property) {
      return StrictTime.isOwnFormat(findFormatOverrides(provider, property, Duration.class))
          ? provider.handleSecondaryContextualization(asText, property)
          : this;
    }

    @Override
    public void serialize(Duration value, JsonGenerator generator, SerializationContext provider) {
      if (isTimeSpan(value)) {
        generator.writeNumber(
            value.getSeconds() * TICKS_PER_SECOND + value.getNano() / NANOS_PER_TICK);
      } else {
        generator.writeString(value.toString());
      }
    }
  }

  static final class Deserializer extends StdScalarDeserializer<Duration> {
    private final ValueDeserializer<?> asText;

    Deserializer(ValueDeserializer<?> asText) {
      super(Duration.class);
      this.asText = asText;
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      return StrictTime.isOwnFormat(findFormatOverrides(context, property, Duration.class))
          ? context.handleSecondaryContextualization(
              asText, property, context.constructType(Duration.class))
          : this;
    }

    @Override
    public @Nullable Duration deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        long ticks = parser.getLongValue();
        return Duration.ofSeconds(
            Math.floorDiv(ticks, TICKS_PER_SECOND),
            Math.floorMod(ticks, TICKS_PER_SECOND) * NANOS_PER_TICK);
      } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
        try {
          return Duration.parse(parser.getString());
        } catch (DateTimeException e) {
          return context.reportInputMismatch(Duration.class, "%s", e.getMessage());
        }
      }
      return (Duration) context.handleUnexpectedToken(Duration.class, parser);
    }
  }
}
