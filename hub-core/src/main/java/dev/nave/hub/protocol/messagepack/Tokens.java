package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.codec.StrictNumbers;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Lets Jackson bind MessagePack: one value becomes the tokens that JSON would have, except that
 * bytes and timestamps stay what they are, as embedded objects.
 */
final class Tokens {
  private Tokens() {}

  /** Reads one value with {@code reader}. */
  static @Nullable Object read(MessagePackInput in, ObjectReader reader, ObjectReadContext context)
      throws MismatchException {
    try (TokenBuffer tokens = new TokenBuffer(ObjectWriteContext.empty(), false)) {
      copy(in, tokens, 0);
      try (JsonParser parser = new Parser(tokens.asParser(context))) {
        return reader.<@Nullable Object>readValue(parser);
      }
    }
  }

  private static void copy(MessagePackInput in, TokenBuffer tokens, int depth)
      throws MismatchException {
    switch (in.family()) {
      case NIL -> {
        in.skip();
        tokens.writeNull();
      }
      case BOOLEAN -> tokens.writeBoolean(in.readBoolean());
      case INTEGER -> writeNumber(in.readNumber(), tokens);
      case FLOAT32 -> tokens.writeNumber(in.readFloat32());
      case FLOAT64 -> tokens.writeNumber(in.readDouble());
      case STRING -> tokens.writeString(in.readString());
      case BINARY -> tokens.writeEmbeddedObject(in.readBinary());
      case EXTENSION -> tokens.writeEmbeddedObject(in.readTimestamp());
      case ARRAY -> copyArray(in, tokens, depth + 1);
      case MAP -> copyMap(in, tokens, depth + 1);
      case NOTHING -> throw new MismatchException("0xC1 is no value");
    }
  }

  private static void copyArray(MessagePackInput in, TokenBuffer tokens, int depth)
      throws MismatchException {
    ValueDepth.check(depth);
    int size = in.readArrayHeader();
    tokens.writeStartArray();
    for (int i = 0; i < size; i++) {
      copy(in, tokens, depth);
    }
    tokens.writeEndArray();
  }

  private static void copyMap(MessagePackInput in, TokenBuffer tokens, int depth)
      throws MismatchException {
    ValueDepth.check(depth);
    int size = in.readMapHeader();
    tokens.writeStartObject();
    for (int i = 0; i < size; i++) {
      tokens.writeName(readKey(in));
      copy(in, tokens, depth);
    }
    tokens.writeEndObject();
  }

  /** Reads a key: a string, or what Jackson's keys know how to make of the text of a number. */
  private static String readKey(MessagePackInput in) throws MismatchException {
    return switch (in.family()) {
      case STRING -> String.valueOf(in.readString());
      case INTEGER -> in.readNumber().toString();
      case FLOAT32 -> Float.toString(in.readFloat32());
      case FLOAT64 -> Double.toString(in.readDouble());
      case BOOLEAN -> Boolean.toString(in.readBoolean());
      default -> throw new MismatchException("this cannot be the key of a map");
    };
  }

  private static void writeNumber(Number number, TokenBuffer tokens) {
    if (number instanceof Integer small) {
      tokens.writeNumber((int) small);
    } else if (number instanceof Long large) {
      tokens.writeNumber((long) large);
    } else {
      tokens.writeNumber((BigInteger) number);
    }
  }

  /** Numbers that do not wrap or overflow. */
  private static final class Parser extends JsonParserDelegate {
    Parser(JsonParser tokens) {
      super(tokens);
    }

    @Override
    public byte getByteValue() {
      return StrictNumbers.toByte(getIntValue(), this);
    }

    @Override
    public float getFloatValue() {
      return StrictNumbers.toFloat(getDoubleValue(), getNumberValue(), this);
    }
  }
}
