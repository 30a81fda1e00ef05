package dev.nave.conformance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection's hub protocol: JSON text to bytes, and bytes to events. Source: HubProtocol.md,
 * "JSON Encoding" and "MessagePack Encoding".
 */
final class HubCodec {
  private static final byte SEPARATOR = 0x1E;
  private static final Map<Integer, List<String>> FIELDS =
      Map.of(
          1, List.of("invocationId", "target", "arguments", "streamIds"),
          2, List.of("invocationId", "item"),
          4, List.of("invocationId", "target", "arguments", "streamIds"),
          5, List.of("invocationId"),
          7, List.of("error", "allowReconnect"),
          8, List.of("sequenceId"),
          9, List.of("sequenceId"));

  private final boolean messagePack;
  private final Names names;
  private byte[] pending = new byte[0];

  HubCodec(boolean messagePack, Names names) {
    this.messagePack = messagePack;
    this.names = names;
  }

  byte[] handshake() {
    String protocol = messagePack ? "messagepack" : "json";
    return record("{\"protocol\":\"" + protocol + "\",\"version\":1}");
  }

  /** Encodes a hub message; what its text names is filled in. */
  byte[] encode(String json) {
    String filled = names.fill(json);
    return messagePack
        ? MessagePack.framed(MessagePack.encode(array(Json.read(filled))))
        : record(filled);
  }

  static byte[] record(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] record = Arrays.copyOf(bytes, bytes.length + 1);
    record[bytes.length] = SEPARATOR;
    return record;
  }

  private static List<@Nullable Object> array(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> message)
        || !(message.get("type") instanceof BigDecimal type)) {
      throw new IllegalArgumentException("no hub message: " + value);
    }
    int kind = type.intValueExact();
    List<@Nullable Object> array = new ArrayList<>();
    array.add(type);
    if (kind == Event.COMPLETION) {
      array.addAll(Arrays.asList(Map.of(), message.get("invocationId")));
      array.addAll(outcome(message));
    } else if (FIELDS.containsKey(kind)) {
      if (kind <= 5) {
        array.add(Map.of());
      }
      for (String field : FIELDS.getOrDefault(kind, List.of())) {
        Object given = message.get(field);
        array.add(
            given == null && field.equals("streamIds")
                ? List.of()
                : given == null && field.equals("allowReconnect") ? false : given);
      }
    }
    return array;
  }

  private static List<@Nullable Object> outcome(Map<?, ?> completion) {
    if (completion.containsKey("error")) {
      return Arrays.asList(BigDecimal.ONE, completion.get("error"));
    }
    return completion.containsKey("result")
        ? Arrays.asList(BigDecimal.valueOf(3), completion.get("result"))
        : List.of(BigDecimal.valueOf(2));
  }

  /** Takes bytes in and returns the texts of the records that are complete, for the handshake. */
  @Nullable String handshakeAnswer(byte[] bytes) {
    append(bytes);
    for (int i = 0; i < pending.length; i++) {
      if (pending[i] == SEPARATOR) {
        String answer = new String(pending, 0, i, UTF_8);
        pending = Arrays.copyOfRange(pending, i + 1, pending.length);
        return answer;
      }
    }
    return null;
  }

  /** Takes bytes in and returns the messages that are complete. */
  List<Event> decode(byte[] bytes) {
    append(bytes);
    List<Event> events = new ArrayList<>();
    int taken = messagePack ? decodeMessagePack(events) : decodeJson(events);
    pending = Arrays.copyOfRange(pending, taken, pending.length);
    return events;
  }

  private void append(byte[] bytes) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(pending);
    joined.writeBytes(bytes);
    pending = joined.toByteArray();
  }

  private int decodeJson(List<Event> events) {
    int start = 0;
    for (int i = 0; i < pending.length; i++) {
      if (pending[i] == SEPARATOR) {
        Object message = Json.read(new String(pending, start, i - start, UTF_8));
        if (!(message instanceof Map<?, ?> fields)) {
          throw new IllegalArgumentException("no hub message: " + message);
        }
        events.add(event(textKeys(fields), null));
        start = i + 1;
      }
    }
    return start;
  }

  private int decodeMessagePack(List<Event> events) {
    ByteBuffer in = ByteBuffer.wrap(pending);
    int start = 0;
    try {
      while (in.hasRemaining()) {
        int size = 0;
        int shift = 0;
        byte next;
        do {
          next = in.get();
          size |= (next & 127) << shift;
          shift += 7;
        } while (next < 0);
        if (in.remaining() < size) {
          break;
        }
        ByteBuffer message = in.slice(in.position(), size);
        events.add(event(MessagePack.decode(message)));
        start = in.position() + size;
        in.position(start);
      }
    } catch (BufferUnderflowException e) {
      return start; // The length itself is not whole.
    }
    return start;
  }

  private Event event(@Nullable Object value) {
    if (!(value instanceof List<?> array) || !(array.get(0) instanceof BigDecimal type)) {
      throw new IllegalArgumentException("no hub message: " + Json.write(value));
    }
    int kind = type.intValueExact();
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("type", type);
    if (kind == Event.COMPLETION) {
      message.put("invocationId", array.get(2));
      if (array.get(3) instanceof BigDecimal kindOfEnd && kindOfEnd.intValue() == 1) {
        message.put("error", array.get(4));
      } else if (array.size() > 4) {
        message.put("result", array.get(4));
      }
    } else {
      List<?> values = array.subList(kind <= 5 ? 2 : 1, array.size());
      List<String> fields = FIELDS.getOrDefault(kind, List.of());
      for (int i = 0; i < Math.min(fields.size(), values.size()); i++) {
        message.put(fields.get(i), values.get(i));
      }
    }
    return event(message, new ArrayList<>(array));
  }

  private Event event(
      Map<String, @Nullable Object> message, @Nullable List<@Nullable Object> array) {
    Map<String, @Nullable Object> fields = textKeys((Map<?, ?>) hidden(message));
    int type = fields.get("type") instanceof BigDecimal number ? number.intValue() : -1;
    Object name = fields.get(type == Event.INVOCATION ? "target" : "invocationId");
    boolean asks = type == Event.INVOCATION && fields.get("invocationId") != null;
    if (array != null && asks) {
      array.set(2, "<asked>");
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>(fields);
    if (asks) {
      shown.put("invocationId", "<asked>");
    }
    return new Event(
        type,
        name == null ? "" : name.toString(),
        fields,
        Json.write(array == null ? shown : names.hide(array)));
  }

  private Object hidden(Map<String, @Nullable Object> message) {
    return java.util.Objects.requireNonNull(names.hide(message));
  }

  private static Map<String, @Nullable Object> textKeys(Map<?, ?> map) {
    Map<String, @Nullable Object> keyed = new LinkedHashMap<>();
    map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
    return keyed;
  }
}
