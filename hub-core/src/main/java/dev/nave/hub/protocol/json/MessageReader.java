package dev.nave.hub.protocol.json;

import dev.nave.hub.internal.codec.BoundTypes;
import dev.nave.hub.internal.codec.StrictJson;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.CancelInvocationMessage;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import dev.nave.hub.protocol.PingMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.SequenceMessage;
import dev.nave.hub.protocol.StreamInvocationMessage;
import dev.nave.hub.protocol.StreamItemMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one message in one pass: takes its fields and remembers where the values of the application
 * are. One instance per message; for event loops.
 *
 * <p>Fields may come in any order, unknown ones are skipped, of several with one name the last one
 * counts, and the known ones must have their type whatever the type of the message. Source: the
 * reference server's JsonHubProtocol.
 */
final class MessageReader {
  /** Instead of the message: a call without arguments keeps nothing of it. */
  private static final byte[] NO_ARGUMENTS = {'[', ']'};

  private static final JsonFactory MESSAGES =
      StrictJson.forMessages(
          List.of(
              "type",
              "headers",
              "invocationId",
              "target",
              "arguments",
              "streamIds",
              "item",
              "result",
              "error",
              "allowReconnect",
              "sequenceId"));

  private final BoundTypes types;
  private final byte[] bytes;
  private final int from;
  private final int to;

  private @Nullable Integer type;
  private Map<String, String> headers = Map.of();
  private @Nullable String invocationId;
  private @Nullable String target;
  private @Nullable Payload arguments;
  private List<String> streamIds = List.of();
  private @Nullable Payload item;
  private @Nullable Payload result;
  private @Nullable String error;
  private boolean allowReconnect;
  private @Nullable Long sequenceId;

  /** Creates a reader of {@code bytes[from, to)}, which does not include the separator. */
  MessageReader(BoundTypes types, byte[] bytes, int from, int to) {
    this.types = types;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  @Nullable HubMessage read() throws ProtocolException {
    try (JsonParser parser = StrictJson.openObject(MESSAGES, bytes, from, to)) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        readField(parser, name);
      }
      StrictJson.expectEnd(parser);
    } catch (JacksonException e) {
      throw StrictJson.notJson(e);
    }
    return message();
  }

  private void readField(JsonParser parser, String name) throws ProtocolException {
    switch (name) {
      case "type" -> type = StrictJson.int32(parser, name);
      case "headers" -> headers = readHeadersAt(parser);
      case "invocationId" -> invocationId = StrictJson.string(parser, name);
      case "target" -> target = StrictJson.string(parser, name);
      case "arguments" -> arguments = readArguments(parser);
      case "streamIds" -> streamIds = readStreamIds(parser);
      case "item" -> item = readValue(parser);
      case "result" -> result = readValue(parser);
      case "error" -> error = StrictJson.string(parser, name);
      case "allowReconnect" -> allowReconnect = readBoolean(parser, name);
      case "sequenceId" ->
          sequenceId =
              parser.currentToken() == JsonToken.VALUE_NULL ? null : StrictJson.int64(parser, name);
      default -> parser.skipChildren();
    }
  }

  /** The names of headers are read: by another parser, since hardly any message has some. */
  private Map<String, String> readHeadersAt(JsonParser parser) throws ProtocolException {
    StrictJson.expect(parser, JsonToken.START_OBJECT, "headers", "StartObject");
    int start = tokenStart(parser);
    parser.skipChildren();
    try (JsonParser own = StrictJson.openObject(bytes, start, tokenEnd(parser))) {
      return readHeaders(own);
    }
  }

  private static Map<String, String> readHeaders(JsonParser parser) throws ProtocolException {
    Map<String, String> read = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new ProtocolException("Expected header '" + key + "' to be of type String.");
      }
      read.put(key, parser.getString());
    }
    return read;
  }

  private static List<String> readStreamIds(JsonParser parser) throws ProtocolException {
    StrictJson.expect(parser, JsonToken.START_ARRAY, "streamIds", "Array");
    List<String> read = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        throw new ProtocolException("Null value for 'streamIds' is not valid.");
      }
      read.add(StrictJson.string(parser, "streamIds"));
    }
    return read;
  }

  private static boolean readBoolean(JsonParser parser, String name) throws ProtocolException {
    if (!parser.currentToken().isBoolean()) {
      throw new ProtocolException("Expected '" + name + "' to be true or false.");
    }
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  private Payload readArguments(JsonParser parser) throws ProtocolException {
    StrictJson.expect(parser, JsonToken.START_ARRAY, "arguments", "Array");
    int start = tokenStart(parser);
    int count = 0;
    int values = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values += skip(parser);
      count++;
    }
    return count == 0
        ? new JsonPayload(types, NO_ARGUMENTS, 0, NO_ARGUMENTS.length, 0, 0)
        : new JsonPayload(types, bytes, start, tokenEnd(parser), count, values);
  }

  private Payload readValue(JsonParser parser) {
    int start = tokenStart(parser);
    int values = skip(parser);
    return new JsonPayload(types, bytes, start, tokenEnd(parser), JsonPayload.SINGLE, values);
  }

  /** Reads over the value on which the parser stands. Returns how many values that are. */
  private static int skip(JsonParser parser) {
    if (!parser.currentToken().isStructStart()) {
      return 1;
    }
    int values = Payload.VALUES_OF_STRUCTURE;
    for (int depth = 1; depth > 0; ) {
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        values += Payload.VALUES_OF_STRUCTURE;
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token != JsonToken.PROPERTY_NAME) {
        values++;
      }
    }
    return values;
  }

  private int tokenStart(JsonParser parser) {
    return from + (int) parser.currentTokenLocation().getByteOffset();
  }

  private int tokenEnd(JsonParser parser) {
    parser.finishToken();
    return from + (int) parser.currentLocation().getByteOffset();
  }

  private @Nullable HubMessage message() throws ProtocolException {
    return switch (require(type, "type")) {
      case 1 ->
          new InvocationMessage(
              headers,
              invocationId == null || invocationId.isEmpty() ? null : invocationId,
              require(target, "target"),
              require(arguments, "arguments"),
              streamIds);
      case 2 -> new StreamItemMessage(headers, requiredInvocationId(), require(item, "item"));
      case 3 -> completion();
      case 4 -> streamInvocation();
      case 5 -> new CancelInvocationMessage(headers, requiredInvocationId());
      case 6 -> PingMessage.INSTANCE;
      case 7 -> new CloseMessage(error, allowReconnect);
      case 8 -> new AckMessage(require(sequenceId, "sequenceId"));
      case 9 -> new SequenceMessage(require(sequenceId, "sequenceId"));
      default -> null;
    };
  }

  private StreamInvocationMessage streamInvocation() throws ProtocolException {
    String method = require(target, "target");
    return new StreamInvocationMessage(
        headers, requiredInvocationId(), method, require(arguments, "arguments"), streamIds);
  }

  private CompletionMessage completion() throws ProtocolException {
    String id = requiredInvocationId();
    if (error != null && result != null) {
      throw new ProtocolException("The 'error' and 'result' properties are mutually exclusive.");
    }
    return new CompletionMessage(headers, id, error, result);
  }

  private String requiredInvocationId() throws ProtocolException {
    return require(
        invocationId == null || invocationId.isEmpty() ? null : invocationId, "invocationId");
  }

  private static <T> T require(@Nullable T value, String property) throws ProtocolException {
    if (value == null) {
      throw new ProtocolException("Missing required property '" + property + "'.");
    }
    return value;
  }
}
