package dev.nave.hub.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.JsonText;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the values of the application: the commonest types by itself, others through Jackson. */
final class ValueWriter {
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final ObjectMapper mapper;
  private final ObjectWriter writer;

  /** Creates a writer with the rules of {@code mapper}, which must not change any more. */
  ValueWriter(ObjectMapper mapper) {
    this.mapper = mapper;
    writer = mapper.writer();
  }

  /** Writes all values of a payload, as an array. */
  void writeArray(Payload payload, ByteBuilder out) {
    if (payload instanceof JsonPayload encoded) {
      copy(encoded, out);
      return;
    }
    List<@Nullable Object> values = valuesOf(payload);
    out.write('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      writeValue(values.get(i), out);
    }
    out.write(']');
  }

  /** Writes the one value of a payload. */
  void writeSingle(Payload payload, ByteBuilder out) {
    if (payload instanceof JsonPayload encoded) {
      copy(encoded, out);
    } else {
      writeValue(valuesOf(payload).get(0), out);
    }
  }

  private static void copy(JsonPayload encoded, ByteBuilder out) {
    out.write(encoded.bytes(), encoded.from(), encoded.encodedBytes());
  }

  private static List<@Nullable Object> valuesOf(Payload payload) {
    if (payload instanceof Payload.Values values) {
      return values.values();
    }
    throw new IllegalArgumentException(
        "a payload of " + payload.getClass().getName() + " cannot be written as JSON");
  }

  private void writeValue(@Nullable Object value, ByteBuilder out) {
    if (value == null) {
      out.write(NULL);
    } else if (value instanceof String text) {
      JsonText.write(text, out);
    } else if (value instanceof Integer
        || value instanceof Long
        || value instanceof Boolean
        || (value instanceof Double number && Double.isFinite(number))) {
      out.writeAscii(value.toString());
    } else {
      writeObject(value, out);
    }
  }

  private void writeObject(Object value, ByteBuilder out) {
    try (JsonGenerator generator =
        new StrictGenerator(StrictJson.forValues().createGenerator(out), mapper)) {
      writer.writeValue(generator, value);
    } catch (IOException | RuntimeException e) { // getters of the application throw anything
      throw new EncodingException(
          "cannot write a " + value.getClass().getName() + " as JSON: " + e.getMessage(), e);
    }
  }
}
