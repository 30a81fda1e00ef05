package dev.nave.hub.internal.codec;

import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/**
 * JSON as hub messages are read: plain RFC 8259 in UTF-8, 64 levels deep, without any leniency; and
 * the fields of a message, with the texts that the reference server uses where one has the wrong
 * type.
 *
 * <p>Source: the reference server's SystemTextJsonExtensions; the depth was measured on it.
 */
public final class StrictJson {
  /** What ends a record. It cannot occur inside one: JSON escapes control characters in strings. */
  public static final byte SEPARATOR = 0x1E;

  /** From so many bytes on it pays to look first whether a string needs decoding. */
  private static final int LONG = 256;

  /** The deepest nesting of objects and arrays, the message object included. */
  public static final int MAX_DEPTH = 64;

  /**
   * For event loops: recycles its buffers per thread, and reads no long number but only over it.
   */
  private static final JsonFactory FOR_LOOPS =
      newFactory(JsonRecyclerPools.threadLocalPool(), Integer.MAX_VALUE, UnsharedNames.ALL);

  /** For any thread: virtual threads come and go, so the buffers are in a pool of their own. */
  private static final JsonFactory FOR_VALUES = forValues(HubProtocol.MAX_NUMBER_LENGTH);

  private StrictJson() {}

  /** Returns the factory for the values of the application: any thread. */
  public static JsonFactory forValues() {
    return FOR_VALUES;
  }

  /** Returns a factory as {@link #forValues()}, with a bound of its own for the text of numbers. */
  static JsonFactory forValues(int maxNumberLength) {
    return newFactory(JsonRecyclerPools.newBoundedPool(64), maxNumberLength, UnsharedNames.ALL);
  }

  /**
   * Returns the index just behind the first record of {@code bytes[from, to)}, or -1.
   *
   * @param seen where to begin looking, because there was no separator before
   * @param maxBytes the longest record allowed, with its separator
   * @throws ProtocolException if the record is longer, or will be
   */
  public static int recordEnd(byte[] bytes, int from, int seen, int to, int maxBytes)
      throws ProtocolException {
    int limit = (int) Math.min(to, (long) from + maxBytes);
    int start = Math.max(from, seen);
    int end = ByteScan.indexOf(bytes, start, limit, SEPARATOR);
    if (end < limit) {
      return end + 1;
    }
    if (to - from >= maxBytes) {
      throw ProtocolException.tooLarge(maxBytes);
    }
    return -1;
  }

  /**
   * Begins to read the one object of {@code bytes[from, to)}, and stands on its first token. For
   * event loops.
   *
   * @throws ProtocolException if it is no object
   * @throws JacksonException if it is not even JSON
   */
  public static JsonParser openObject(byte[] bytes, int from, int to) throws ProtocolException {
    return openObject(FOR_LOOPS, bytes, from, to);
  }

  /**
   * Begins to read a message, as {@link #openObject}, with a factory of {@link #forMessages}.
   *
   * @throws ProtocolException if it is no object
   * @throws JacksonException if it is not even JSON
   */
  public static JsonParser openObject(JsonFactory factory, byte[] bytes, int from, int to)
      throws ProtocolException {
    return begin(factory.createParser(ObjectReadContext.empty(), bytes, from, to - from));
  }

  /**
   * Returns a factory for messages on event loops. Its parsers know the names that are looked for,
   * and say of others that they are empty.
   */
  public static JsonFactory forMessages(List<String> names) {
    return newFactory(JsonRecyclerPools.threadLocalPool(), Integer.MAX_VALUE, new FewNames(names));
  }

  /**
   * Returns the string on which the parser stands, which need not have read it. A long one in ASCII
   * without escapes is taken as it is.
   *
   * @param bytes what the parser reads, from {@code from} to {@code to}
   */
  public static String string(JsonParser parser, byte[] bytes, int from, int to) {
    if (to - from >= LONG) {
      int start = from + (int) parser.currentTokenLocation().getByteOffset() + 1;
      int end = ByteScan.plainEnd(bytes, start, to, '"');
      if (end - start >= LONG && end < to && bytes[end] == '"') {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
      }
    }
    return parser.getString();
  }

  private static JsonParser begin(JsonParser parser) throws ProtocolException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_OBJECT) {
      return parser;
    }
    if (token == null) {
      throw notJson(null);
    }
    throw new ProtocolException(
        "Unexpected JSON Token Type '" + nameOf(token) + "'. Expected a JSON Object.");
  }

  /** Makes sure that nothing but white space follows the object. */
  public static void expectEnd(JsonParser parser) throws ProtocolException {
    if (parser.nextToken() != null) {
      throw notJson(null);
    }
  }

  /** Creates the exception for bytes that are not JSON. */
  public static ProtocolException notJson(@Nullable JacksonException cause) {
    return cause == null
        ? new ProtocolException("Error reading JSON.")
        : new ProtocolException("Error reading JSON.", cause);
  }

  /** Returns the string on which the parser stands. */
  public static String string(JsonParser parser, String name) throws ProtocolException {
    return expect(parser, JsonToken.VALUE_STRING, name, "String").getString();
  }

  /** Returns the 32-bit integer on which the parser stands: digits only, so not {@code 1.0}. */
  public static int int32(JsonParser parser, String name) throws ProtocolException {
    expectNumber(parser, name);
    if (!isInteger(parser) || parser.getNumberType() != JsonParser.NumberType.INT) {
      throw new ProtocolException("'" + name + "' is not a number that fits an Int32.");
    }
    return parser.getIntValue();
  }

  /** Returns the 64-bit integer on which the parser stands: digits only, so not {@code 1.0}. */
  public static long int64(JsonParser parser, String name) throws ProtocolException {
    expectNumber(parser, name);
    if (!isInteger(parser) || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new ProtocolException("'" + name + "' is not a number that fits an Int64.");
    }
    return parser.getLongValue();
  }

  /** Makes sure that the parser stands on a token of this kind, which clients know by that name. */
  public static JsonParser expect(JsonParser parser, JsonToken token, String name, String type)
      throws ProtocolException {
    if (parser.currentToken() != token) {
      throw new ProtocolException("Expected '" + name + "' to be of type " + type + ".");
    }
    return parser;
  }

  private static boolean isInteger(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
  }

  private static void expectNumber(JsonParser parser, String name) throws ProtocolException {
    if (!isInteger(parser)) {
      expect(parser, JsonToken.VALUE_NUMBER_FLOAT, name, "Number");
    }
  }

  private static String nameOf(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "Array";
      case VALUE_STRING -> "String";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "Number";
      case VALUE_TRUE -> "True";
      case VALUE_FALSE -> "False";
      case VALUE_NULL -> "Null";
      default -> token.name();
    };
  }

  private static JsonFactory newFactory(
      RecyclerPool<BufferRecycler> recyclers, int maxNumberChars, UnsharedNames names) {
    JsonFactoryBuilder builder = new JsonFactoryBuilder();
    for (JsonReadFeature leniency : JsonReadFeature.values()) {
      builder.disable(leniency);
    }
    builder
        .recyclerPool(recyclers)
        // What clients make up belongs into no table that others share: names that are ever new,
        // or chosen to collide, made it cost many times the message.
        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
        .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
        .enable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
        // No UTF-16 or UTF-32, and no byte order mark.
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(maxNumberChars)
                // Bounded by the size of a message.
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return new StrictJsonFactory(builder, names);
  }
}
