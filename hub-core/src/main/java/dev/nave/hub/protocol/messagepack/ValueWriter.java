package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Writes the values of the application: the commonest types by itself, others through Jackson. */
final class ValueWriter {
  private final MessagePackTypes types;
  private final ByteBuilder out;
  private boolean asJson;

  ValueWriter(MessagePackTypes types, ByteBuilder out) {
    this.types = types;
    this.out = out;
  }

  /**
   * From now on refuses what JSON cannot carry: a message to many must not depend on which hub
   * protocols its receivers happen to speak.
   */
  void refuseWhatJsonHasNot() {
    asJson = true;
  }

  /** Writes all values of a payload, as an array. */
  void writeArray(Payload payload) {
    if (payload instanceof MessagePackPayload encoded) {
      MessagePackOutput.writeArrayHeader(encoded.size(), out);
      copy(encoded);
      return;
    }
    Payload.Values values = valuesOf(payload);
    MessagePackOutput.writeArrayHeader(values.size(), out);
    for (int i = 0; i < values.size(); i++) {
      writeValue(values.values().get(i), values.type(i));
    }
  }

  /** Writes the one value of a payload. */
  void writeSingle(Payload payload) {
    if (payload instanceof MessagePackPayload encoded) {
      copy(encoded);
    } else {
      Payload.Values values = valuesOf(payload);
      writeValue(values.values().get(0), values.type(0));
    }
  }

  private void copy(MessagePackPayload encoded) {
    out.write(encoded.bytes(), encoded.from(), encoded.encodedBytes());
  }

  private static Payload.Values valuesOf(Payload payload) {
    if (payload instanceof Payload.Values values) {
      return values;
    }
    throw new IllegalArgumentException(
        "a payload of " + payload.getClass().getName() + " cannot be written as MessagePack");
  }

  private void writeValue(@Nullable Object value, @Nullable Type type) {
    if (value == null) {
      MessagePackOutput.writeNil(out);
    } else if (value instanceof byte[] bytes) {
      MessagePackOutput.writeBinary(bytes, 0, bytes.length, out);
    } else if (!types.shortCuts().isWrittenBy(value.getClass())) {
      writeObject(value, type);
    } else if (value instanceof String text) {
      MessagePackOutput.writeString(text, out);
    } else if (value instanceof Integer || value instanceof Long) {
      MessagePackOutput.writeInteger(((Number) value).longValue(), out);
    } else if (value instanceof Boolean bool) {
      MessagePackOutput.writeBoolean(bool, out);
    } else if (value instanceof Double number) {
      if (asJson && !Double.isFinite(number)) {
        throw new EncodingException("JSON has no number " + number);
      }
      MessagePackOutput.writeFloat64(number, out);
    }
  }

  private void writeObject(Object value, @Nullable Type type) {
    try (MessagePackGenerator generator =
        new MessagePackGenerator(types.written().context(), out, asJson)) {
      types.written().writer(value, type).writeValue(generator, value);
    } catch (Throwable e) { // getters throw anything, in Kotlin checked exceptions, too
      throw EncodingException.of(value, "MessagePack", e);
    }
  }
}
