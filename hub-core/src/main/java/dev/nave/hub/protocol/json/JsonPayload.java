package dev.nave.hub.protocol.json;

import dev.nave.hub.internal.codec.BoundType;
import dev.nave.hub.internal.codec.BoundTypes;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.Payload;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Values as the piece of a message they came in: {@code bytes[from, to)} is the array of arguments,
 * or a single value. Its syntax was checked. Any thread.
 */
final class JsonPayload implements Payload {
  /** Stands for the count of a payload that is no array but a single value. */
  static final int SINGLE = -1;

  private final BoundTypes types;
  private final byte[] bytes;
  private final int from;
  private final int to;
  private final int count;
  private final int values;

  JsonPayload(BoundTypes types, byte[] bytes, int from, int to, int count, int values) {
    this.types = types;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.count = count;
    this.values = values;
  }

  @Override
  public @Nullable Object[] bind(List<? extends Type> asked) throws BindingException {
    int size = size();
    if (asked.size() != size) {
      throw BindingException.wrongCount(size, asked.size());
    }
    @Nullable Object[] values = new @Nullable Object[size];
    if (size == 0) {
      return values;
    }
    int i = 0;
    try (JsonParser parser =
        types.factory().createParser(types.context(), bytes, from, to - from)) {
      if (count != SINGLE) {
        parser.nextToken();
      }
      for (; i < size; i++) {
        parser.nextToken();
        values[i] = read(parser, types.get(asked.get(i)));
      }
      return values;
    } catch (Throwable e) {
      // What the application reads its classes with throws anything, unchecked or not: Kotlin and
      // others know no checked exceptions.
      throw i < size
          ? BindingException.wrongType(i, asked.get(i), e)
          : BindingException.wrongType(e);
    }
  }

  @Override
  public int size() {
    return count == SINGLE ? 1 : count;
  }

  @Override
  public int valueCount() {
    return values;
  }

  @Override
  public int encodedBytes() {
    return to - from;
  }

  @Override
  public int keptBytes() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  private @Nullable Object read(JsonParser parser, BoundType type) throws MismatchException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL
        && (type.isPrimitive() || type.kind() != BoundType.Kind.OTHER)) {
      return type.nullValue();
    }
    return switch (type.kind()) {
      case STRING -> StrictJson.string(expect(parser, JsonToken.VALUE_STRING), bytes, from, to);
      case INT -> expect(parser, JsonToken.VALUE_NUMBER_INT).getIntValue();
      case LONG -> expect(parser, JsonToken.VALUE_NUMBER_INT).getLongValue();
      case DOUBLE ->
          token == JsonToken.VALUE_NUMBER_INT
              ? parser.getDoubleValue()
              : expect(parser, JsonToken.VALUE_NUMBER_FLOAT).getDoubleValue();
      case BOOLEAN -> readBoolean(parser);
      case BYTES, ANY, OTHER -> type.reader().<@Nullable Object>readValue(parser);
    };
  }

  private static boolean readBoolean(JsonParser parser) throws MismatchException {
    if (parser.currentToken() == JsonToken.VALUE_TRUE) {
      return true;
    }
    expect(parser, JsonToken.VALUE_FALSE);
    return false;
  }

  private static JsonParser expect(JsonParser parser, JsonToken token) throws MismatchException {
    if (parser.currentToken() != token) {
      throw new MismatchException("got " + parser.currentToken() + " instead of " + token);
    }
    return parser;
  }
}
