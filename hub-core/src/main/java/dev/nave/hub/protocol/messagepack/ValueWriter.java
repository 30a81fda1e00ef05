package dev.nave.hub.protocol.messagepack;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the values of the application: the commonest types by itself, others through Jackson. */
final class ValueWriter {
  private final ObjectMapper mapper;
  private final ByteBuilder out;

  ValueWriter(ObjectMapper mapper, ByteBuilder out) {
    this.mapper = mapper;
    this.out = out;
  }

  /** Writes all values of a payload, as an array. */
  void writeArray(Payload payload) {
    if (payload instanceof MessagePackPayload encoded) {
      MessagePackOutput.writeArrayHeader(encoded.size(), out);
      copy(encoded);
      return;
    }
    List<@Nullable Object> values = valuesOf(payload);
    MessagePackOutput.writeArrayHeader(values.size(), out);
    for (Object value : values) {
      writeValue(value);
    }
  }

  /** Writes the one value of a payload. */
  void writeSingle(Payload payload) {
    if (payload instanceof MessagePackPayload encoded) {
      copy(encoded);
    } else {
      writeValue(valuesOf(payload).get(0));
    }
  }

  private void copy(MessagePackPayload encoded) {
    out.write(encoded.bytes(), encoded.from(), encoded.encodedBytes());
  }

  private static List<@Nullable Object> valuesOf(Payload payload) {
    if (payload instanceof Payload.Values values) {
      return values.values();
    }
    throw new IllegalArgumentException(
        "a payload of " + payload.getClass().getName() + " cannot be written as MessagePack");
  }

  private void writeValue(@Nullable Object value) {
    if (value == null) {
      MessagePackOutput.writeNil(out);
    } else if (value instanceof String text) {
      MessagePackOutput.writeString(text, out);
    } else if (value instanceof Integer || value instanceof Long) {
      MessagePackOutput.writeInteger(((Number) value).longValue(), out);
    } else if (value instanceof Boolean bool) {
      MessagePackOutput.writeBoolean(bool, out);
    } else if (value instanceof Double number) {
      MessagePackOutput.writeFloat64(number, out);
    } else if (value instanceof byte[] bytes) {
      MessagePackOutput.writeBinary(bytes, 0, bytes.length, out);
    } else {
      writeObject(value);
    }
  }

  private void writeObject(Object value) {
    try (MessagePackGenerator generator = new MessagePackGenerator(mapper, out)) {
      mapper.writeValue(generator, value);
    } catch (IOException | RuntimeException e) { // getters of the application throw anything
      throw new EncodingException(
          "cannot write a " + value.getClass().getName() + " as MessagePack: " + e.getMessage(), e);
    }
  }
}
