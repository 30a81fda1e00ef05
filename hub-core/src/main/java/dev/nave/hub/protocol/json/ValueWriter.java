package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.JsonText;
import dev.nave.hub.internal.codec.ShortCuts;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.internal.codec.WrittenTypes;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectMapper;

/** Writes the values of the application: the commonest types by itself, others through Jackson. */
final class ValueWriter {
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final WrittenTypes types;
  private final ShortCuts shortCuts;

  /** Creates a writer with the rules of {@code mapper}, which must not change any more. */
  ValueWriter(ObjectMapper mapper, ShortCuts shortCuts) {
    this.shortCuts = shortCuts;
    types = new WrittenTypes(mapper);
  }

  /** Writes all values of a payload, as an array. */
  void writeArray(Payload payload, ByteBuilder out) {
    if (payload instanceof JsonPayload encoded) {
      copy(encoded, out);
      return;
    }
    Payload.Values values = valuesOf(payload);
    out.write('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      writeValue(values.values().get(i), values.type(i), out);
    }
    out.write(']');
  }

  /** Writes the one value of a payload. */
  void writeSingle(Payload payload, ByteBuilder out) {
    if (payload instanceof JsonPayload encoded) {
      copy(encoded, out);
    } else {
      Payload.Values values = valuesOf(payload);
      writeValue(values.values().get(0), values.type(0), out);
    }
  }

  private static void copy(JsonPayload encoded, ByteBuilder out) {
    out.write(encoded.bytes(), encoded.from(), encoded.encodedBytes());
  }

  private static Payload.Values valuesOf(Payload payload) {
    if (payload instanceof Payload.Values values) {
      return values;
    }
    throw new IllegalArgumentException(
        "a payload of " + payload.getClass().getName() + " cannot be written as JSON");
  }

  private void writeValue(@Nullable Object value, @Nullable Type type, ByteBuilder out) {
    if (value == null) {
      out.write(NULL);
    } else if (!shortCuts.isWrittenBy(value.getClass())) {
      writeObject(value, type, out);
    } else if (value instanceof String text) {
      JsonText.write(text, out);
    } else if (value instanceof Double number) {
      if (!Double.isFinite(number)) {
        throw new EncodingException("JSON has no number " + number);
      }
      out.writeAscii(JsonNumbers.text(number));
    } else {
      out.writeAscii(value.toString());
    }
  }

  private void writeObject(Object value, @Nullable Type type, ByteBuilder out) {
    try (JsonGenerator generator =
        new StrictGenerator(StrictJson.forValues().createGenerator(types.context(), out))) {
      types.writer(value, type).writeValue(generator, value);
    } catch (Throwable e) { // getters throw anything, in Kotlin checked exceptions, too
      throw EncodingException.of(value, "JSON", e);
    }
  }
}
