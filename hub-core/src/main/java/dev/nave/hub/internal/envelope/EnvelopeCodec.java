package dev.nave.hub.internal.envelope;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.internal.messagepack.Code;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that nodes exchange: MessagePack arrays, whose items behind the known ones are skipped,
 * so that later versions can add some.
 *
 * <p>Source: the reference server's RedisProtocol; a farm may have servers of both kinds.
 */
public final class EnvelopeCodec {
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int ASKED_ITEMS = 4;
  private static final int NUMBERED_ITEMS = 6;

  /** The longest id of a node that is believed to be one, in characters. */
  public static final int MAX_NODE_ID_LENGTH = 256;

  private EnvelopeCodec() {}

  /**
   * A decoded invocation: {@code [[excluded ids], {protocol: bytes}, invocation id, return topic,
   * origin, number, ...]}, of which only the first two must be there.
   *
   * @param asked the request to its only receiver; null if no answer is expected
   * @param origin id of the node that numbered it; null if it bears no number, as those of the
   *     reference server
   * @param number per origin and topic; 0 if it bears none
   */
  public record Invocation(
      OutboundMessage message,
      Set<String> excludedIds,
      @Nullable ReturnAddress asked,
      @Nullable String origin,
      long number) {}

  /**
   * {@code [id, node, action, group, connection id, value]}: asks who has the connection to act.
   *
   * @param value for lists of the members; null if there is none, and not known to the reference
   *     server
   */
  public record GroupCommand(
      int id,
      String nodeId,
      boolean add,
      String group,
      String connectionId,
      @Nullable String value) {
    public GroupCommand(int id, String nodeId, boolean add, String group, String connectionId) {
      this(id, nodeId, add, group, connectionId, null);
    }
  }

  /** Writes an invocation that bears no number. */
  public static byte[] writeInvocation(
      Set<String> excludedIds, Map<String, byte[]> encoded, @Nullable ReturnAddress asked) {
    ByteBuilder out = begin(asked == null ? 2 : ASKED_ITEMS, size(excludedIds, encoded));
    writeBody(excludedIds, encoded, out);
    if (asked != null) {
      writeAsked(asked, out);
    }
    return out.toByteArray();
  }

  /** Writes an invocation but for its number, which is to be appended. */
  public static byte[] writeFrontOfNumber(
      Set<String> excludedIds,
      Map<String, byte[]> encoded,
      @Nullable ReturnAddress asked,
      String origin) {
    ByteBuilder out = begin(NUMBERED_ITEMS, size(excludedIds, encoded) + 2 + 5 + origin.length());
    writeBody(excludedIds, encoded, out);
    if (asked != null) {
      writeAsked(asked, out);
    } else {
      MessagePackOutput.writeNil(out);
      MessagePackOutput.writeNil(out);
    }
    MessagePackOutput.writeString(origin, out);
    return out.toByteArray();
  }

  private static void writeAsked(ReturnAddress asked, ByteBuilder out) {
    MessagePackOutput.writeString(asked.id(), out);
    MessagePackOutput.writeString(asked.returnTopic(), out);
  }

  /** Returns about how many bytes the body takes. */
  private static int size(Set<String> excludedIds, Map<String, byte[]> encoded) {
    int size = 16;
    for (String id : excludedIds) {
      size += id.length() + 5;
    }
    for (Map.Entry<String, byte[]> each : encoded.entrySet()) {
      size += each.getKey().length() + each.getValue().length + 10;
    }
    return size;
  }

  private static void writeBody(
      Set<String> excludedIds, Map<String, byte[]> encoded, ByteBuilder out) {
    MessagePackOutput.writeArrayHeader(excludedIds.size(), out);
    for (String id : excludedIds) {
      MessagePackOutput.writeString(id, out);
    }
    MessagePackOutput.writeMapHeader(encoded.size(), out);
    encoded.forEach(
        (protocol, bytes) -> {
          MessagePackOutput.writeString(protocol, out);
          MessagePackOutput.writeBinary(bytes, 0, bytes.length, out);
        });
  }

  public static Invocation readInvocation(byte[] bytes) throws IOException {
    return read("Invocation", 2, bytes, EnvelopeCodec::readInvocation);
  }

  private static Invocation readInvocation(MessagePackInput in, int items) throws IOException {
    int excluded = in.readArrayHeader();
    Set<String> excludedIds = new HashSet<>();
    for (int i = 0; i < excluded; i++) {
      @Nullable String id = in.readString();
      if (id != null) { // A server of ASP.NET Core passes on what its application has in the list.
        excludedIds.add(id);
      }
    }
    int protocols = in.readMapHeader();
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    for (int i = 0; i < protocols; i++) {
      encoded.put(text(in), in.readBinary());
    }
    String askedId = items < ASKED_ITEMS ? null : textIfAny(in);
    String returnTopic = items < ASKED_ITEMS ? null : textIfAny(in);
    String origin = items < NUMBERED_ITEMS ? null : readOrigin(in);
    long number = items < NUMBERED_ITEMS ? 0 : readNumber(in);
    ReturnAddress asked =
        askedId == null || returnTopic == null
            ? null
            : new ReturnAddress(askedId, returnTopic, origin);
    OutboundMessage message =
        asked == null ? OutboundMessage.encoded(encoded) : OutboundMessage.encodedQuestion(encoded);
    return origin == null || number == 0
        ? new Invocation(message, excludedIds, asked, null, 0)
        : new Invocation(message, excludedIds, asked, origin, number);
  }

  private static @Nullable String readOrigin(MessagePackInput in) throws MismatchException {
    String origin = textIfAny(in);
    return origin == null || origin.isEmpty() || origin.length() > MAX_NODE_ID_LENGTH
        ? null
        : origin;
  }

  /** A later reference server may have something else in its place. */
  private static @Nullable String textIfAny(MessagePackInput in) throws MismatchException {
    if (in.family() != Code.Family.STRING) {
      in.skip();
      return null;
    }
    return in.readString();
  }

  private static long readNumber(MessagePackInput in) throws MismatchException {
    if (in.family() != Code.Family.INTEGER) {
      in.skip();
      return 0;
    }
    Number number = in.readNumber();
    return number instanceof BigInteger ? 0 : Math.max(0, number.longValue());
  }

  public static byte[] writeGroupCommand(GroupCommand command) {
    ByteBuilder out = begin(command.value() == null ? 5 : 6, 256);
    MessagePackOutput.writeInteger(command.id(), out);
    MessagePackOutput.writeString(command.nodeId(), out);
    MessagePackOutput.writeInteger(command.add() ? ADD : REMOVE, out);
    MessagePackOutput.writeString(command.group(), out);
    MessagePackOutput.writeString(command.connectionId(), out);
    if (command.value() != null) {
      MessagePackOutput.writeString(command.value(), out);
    }
    return out.toByteArray();
  }

  public static GroupCommand readGroupCommand(byte[] bytes) throws IOException {
    return read(
        "GroupCommand",
        5,
        bytes,
        (in, items) -> {
          int id = in.readInt();
          String nodeId = nodeId(in);
          int action = in.readInt();
          if (action != ADD && action != REMOVE) {
            throw new IOException("group command " + id + " has the unknown action " + action);
          }
          return new GroupCommand(
              id, nodeId, action == ADD, text(in), text(in), items < 6 ? null : textIfAny(in));
        });
  }

  public static byte[] writeAck(int id) {
    ByteBuilder out = begin(1, 16);
    MessagePackOutput.writeInteger(id, out);
    return out.toByteArray();
  }

  public static int readAck(byte[] bytes) throws IOException {
    return read("Ack", 1, bytes, (in, items) -> in.readInt());
  }

  private static ByteBuilder begin(int items, int expectedBytes) {
    ByteBuilder out = new ByteBuilder(expectedBytes);
    MessagePackOutput.writeArrayHeader(items, out);
    return out;
  }

  static String text(MessagePackInput in) throws IOException {
    @Nullable String text = in.readString();
    if (text == null) {
      throw new IOException("nil where a name is needed");
    }
    return text;
  }

  static String nodeId(MessagePackInput in) throws IOException {
    String nodeId = text(in);
    if (nodeId.length() > MAX_NODE_ID_LENGTH) {
      throw new IOException(
          "it comes from a server with an id of "
              + nodeId.length()
              + " characters; the bound is "
              + MAX_NODE_ID_LENGTH);
    }
    return nodeId;
  }

  /** Reads the known items of an array. */
  interface Reading<T> {
    T from(MessagePackInput in, int items) throws IOException;
  }

  static <T> T read(String what, int items, byte[] bytes, Reading<T> reading) throws IOException {
    MessagePackInput in = new MessagePackInput(bytes, 0, bytes.length);
    try {
      int there = in.readArrayHeader();
      if (there < items) {
        throw new IOException("Insufficient items in " + what + " array.");
      }
      return reading.from(in, there);
    } catch (MismatchException e) {
      throw new IOException("not a valid " + what, e);
    }
  }
}
