package dev.nave.hub.protocol.messagepack;

import dev.nave.hub.internal.codec.BoundTypes;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.messagepack.Code;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.protocol.AckMessage;
import dev.nave.hub.protocol.BindingException;
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

/**
 * Reads the array that is one message. One instance per message; for event loops.
 *
 * <p>Items behind the known ones are not looked at. Wrong arguments and items do not end the
 * connection but only the call: the payload then refuses to be bound. Source: the reference
 * server's MessagePackHubProtocolWorker.
 */
final class MessageReader {
  private final BoundTypes types;
  private final byte[] bytes;
  private final int to;
  private final MessagePackInput in;

  /** How many items of the message are still to be read. */
  private int left;

  /** Whether the arguments were in order, so that it is known where the next item begins. */
  private boolean inStep = true;

  /** Creates a reader of {@code bytes[from, to)}, which does not include the length. */
  MessageReader(BoundTypes types, byte[] bytes, int from, int to) {
    this.types = types;
    this.bytes = bytes;
    this.to = to;
    in = new MessagePackInput(bytes, from, to);
  }

  static ProtocolException cutShort() {
    return new ProtocolException(
        "EndOfStreamException", "The message ends before its last item does.");
  }

  @Nullable HubMessage read() throws ProtocolException {
    left = readItemCount();
    int type = readType();
    return switch (type) {
      case 1 -> invocation();
      case 2 -> streamItem();
      case 3 -> completion();
      case 4 -> streamInvocation();
      case 5 -> new CancelInvocationMessage(readHeaders(), readId("CancelInvocation"));
      case 6 -> PingMessage.INSTANCE;
      case 7 -> close();
      case 8 -> new AckMessage(readSequenceId());
      case 9 -> new SequenceMessage(readSequenceId());
      default -> null;
    };
  }

  private InvocationMessage invocation() throws ProtocolException {
    Map<String, String> headers = readHeaders();
    String id = readString("invocationId");
    String target = readTarget("Invocation");
    Payload arguments = readArguments();
    return new InvocationMessage(
        headers, id == null || id.isEmpty() ? null : id, target, arguments, readStreamIds());
  }

  private StreamInvocationMessage streamInvocation() throws ProtocolException {
    Map<String, String> headers = readHeaders();
    String id = readId("StreamInvocation");
    String target = readTarget("StreamInvocation");
    Payload arguments = readArguments();
    return new StreamInvocationMessage(headers, id, target, arguments, readStreamIds());
  }

  private StreamItemMessage streamItem() throws ProtocolException {
    Map<String, String> headers = readHeaders();
    String id = readId("StreamItem");
    try {
      return new StreamItemMessage(headers, id, readValue());
    } catch (MismatchException e) {
      return new StreamItemMessage(headers, id, broken(BindingException.wrongType(e)));
    }
  }

  private CompletionMessage completion() throws ProtocolException {
    Map<String, String> headers = readHeaders();
    String id = readId("Completion");
    int kind = readInt("resultKind");
    switch (kind) {
      case ResultKind.ERROR -> {
        return new CompletionMessage(headers, id, readString("error"), null);
      }
      case ResultKind.VOID -> {
        return new CompletionMessage(headers, id, null, null);
      }
      case ResultKind.NON_VOID -> {
        try {
          return new CompletionMessage(headers, id, null, readValue());
        } catch (MismatchException e) {
          throw new ProtocolException("Reading 'result' failed.", e);
        }
      }
      default -> throw new ProtocolException("Invalid invocation result kind.");
    }
  }

  private CloseMessage close() throws ProtocolException {
    String error = readString("error");
    if (left == 0) {
      return new CloseMessage(error, false);
    }
    try {
      next();
      return new CloseMessage(error, in.readBoolean());
    } catch (MismatchException e) {
      throw wrong("allowReconnect", "Boolean", e);
    }
  }

  private int readItemCount() throws ProtocolException {
    int code;
    try {
      code = in.peek();
    } catch (MismatchException e) {
      throw cutShort();
    }
    if (Code.family(code) != Code.Family.ARRAY) {
      throw new ProtocolException(
          "MessagePackSerializationException",
          "Unexpected msgpack code " + code + " (" + Code.name(code) + ") encountered.");
    }
    try {
      return in.readArrayHeader();
    } catch (MismatchException e) {
      throw cutShort();
    }
  }

  private int readType() throws ProtocolException {
    return readInt("messageType");
  }

  private int readInt(String field) throws ProtocolException {
    try {
      next();
      return in.readInt();
    } catch (MismatchException e) {
      throw wrong(field, "Int32", e);
    }
  }

  private long readSequenceId() throws ProtocolException {
    try {
      next();
      return in.readLong();
    } catch (MismatchException e) {
      throw wrong("sequenceId", "Int64", e);
    }
  }

  private String readId(String message) throws ProtocolException {
    return required(readString("invocationId"), "invocation ID for " + message + " message");
  }

  private String readTarget(String message) throws ProtocolException {
    return required(readString("target"), "target for " + message + " message");
  }

  private @Nullable String readString(String field) throws ProtocolException {
    try {
      next();
      return in.readString();
    } catch (MismatchException e) {
      throw wrong(field, "String", e);
    }
  }

  private Map<String, String> readHeaders() throws ProtocolException {
    int pairs;
    try {
      next();
      pairs = in.readMapHeader();
    } catch (MismatchException e) {
      throw new ProtocolException("Reading map length for 'headers' failed.", e);
    }
    if (pairs == 0) {
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < pairs; i++) {
      String key = required(readPart("headers[" + i + "].Key"), "key in header");
      String value = required(readPart("headers[" + i + "].Value"), "value in header");
      if (headers.put(key, value) != null) {
        throw new ProtocolException("Header '" + key + "' is there twice.");
      }
    }
    return headers;
  }

  private List<String> readStreamIds() throws ProtocolException {
    if (left == 0 || !inStep) {
      return List.of();
    }
    int size;
    try {
      next();
      size = in.readArrayHeader();
    } catch (MismatchException e) {
      throw new ProtocolException("Reading array length for 'streamIds' failed.", e);
    }
    if (size == 0) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String id = readPart("streamIds");
      if (id == null || id.isEmpty()) {
        throw new ProtocolException("Null or empty value in streamIds received.");
      }
      ids.add(id);
    }
    return ids;
  }

  private @Nullable String readPart(String field) throws ProtocolException {
    try {
      return in.readString();
    } catch (MismatchException e) {
      throw wrong(field, "String", e);
    }
  }

  private Payload readArguments() {
    int count;
    int start;
    try {
      next();
      count = in.readArrayHeader();
      start = in.position();
    } catch (MismatchException e) {
      return broken(new BindingException("Reading array length for 'arguments' failed.", e));
    }
    try {
      int values = 0;
      for (int i = 0; i < count; i++) {
        values += in.skip(Payload.VALUES_OF_STRUCTURE);
      }
      return new MessagePackPayload(types, bytes, start, in.position(), count, values);
    } catch (MismatchException e) {
      return broken(BindingException.wrongType(e));
    }
  }

  private Payload readValue() throws MismatchException {
    next();
    int start = in.position();
    int values = in.skip(Payload.VALUES_OF_STRUCTURE);
    return new MessagePackPayload(types, bytes, start, in.position(), 1, values);
  }

  private Payload broken(BindingException why) {
    inStep = false;
    return new BrokenPayload(why, to - in.position());
  }

  /** Begins the next item of the message. */
  private void next() throws MismatchException {
    if (left == 0) {
      throw new MismatchException("the message has too few items");
    }
    left--;
  }

  private static String required(@Nullable String value, String what) throws ProtocolException {
    if (value == null || value.isEmpty()) {
      throw new ProtocolException("Null or empty " + what + ".");
    }
    return value;
  }

  private static ProtocolException wrong(String field, String type, MismatchException cause) {
    return new ProtocolException("Reading '" + field + "' as " + type + " failed.", cause);
  }
}
