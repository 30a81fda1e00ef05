package dev.nave.hub.internal.fanout;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.MismatchException;
import dev.nave.hub.internal.connection.OutboundMessage;
import dev.nave.hub.internal.messagepack.MessagePackInput;
import dev.nave.hub.internal.messagepack.MessagePackOutput;
import java.io.IOException;
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
final class EnvelopeCodec {
  private static final int ADD = 1;
  private static final int REMOVE = 2;

  private EnvelopeCodec() {}

  /** A decoded invocation: {@code [[excluded ids], {protocol: bytes}, ...]}. */
  record Invocation(OutboundMessage message, Set<String> excludedIds) {}

  /** {@code [id, node, action, group, connection id]}: asks who has the connection to act. */
  record GroupCommand(int id, String nodeId, boolean add, String group, String connectionId) {}

  static byte[] writeInvocation(Set<String> excludedIds, Map<String, byte[]> encoded) {
    ByteBuilder out = begin(2);
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
    return out.toByteArray();
  }

  static Invocation readInvocation(byte[] bytes) throws IOException {
    return read(
        "Invocation",
        2,
        bytes,
        in -> {
          int excluded = in.readArrayHeader();
          Set<String> excludedIds = new HashSet<>();
          for (int i = 0; i < excluded; i++) {
            excludedIds.add(text(in));
          }
          int protocols = in.readMapHeader();
          Map<String, byte[]> encoded = new LinkedHashMap<>();
          for (int i = 0; i < protocols; i++) {
            encoded.put(text(in), in.readBinary());
          }
          return new Invocation(OutboundMessage.encoded(encoded), excludedIds);
        });
  }

  static byte[] writeGroupCommand(GroupCommand command) {
    ByteBuilder out = begin(5);
    MessagePackOutput.writeInteger(command.id(), out);
    MessagePackOutput.writeString(command.nodeId(), out);
    MessagePackOutput.writeInteger(command.add() ? ADD : REMOVE, out);
    MessagePackOutput.writeString(command.group(), out);
    MessagePackOutput.writeString(command.connectionId(), out);
    return out.toByteArray();
  }

  static GroupCommand readGroupCommand(byte[] bytes) throws IOException {
    return read(
        "GroupCommand",
        5,
        bytes,
        in -> {
          int id = in.readInt();
          String nodeId = text(in);
          int action = in.readInt();
          if (action != ADD && action != REMOVE) {
            throw new IOException("group command " + id + " has the unknown action " + action);
          }
          return new GroupCommand(id, nodeId, action == ADD, text(in), text(in));
        });
  }

  static byte[] writeAck(int id) {
    ByteBuilder out = begin(1);
    MessagePackOutput.writeInteger(id, out);
    return out.toByteArray();
  }

  static int readAck(byte[] bytes) throws IOException {
    return read("Ack", 1, bytes, MessagePackInput::readInt);
  }

  private static ByteBuilder begin(int items) {
    ByteBuilder out = new ByteBuilder(256);
    MessagePackOutput.writeArrayHeader(items, out);
    return out;
  }

  private static String text(MessagePackInput in) throws IOException {
    @Nullable String text = in.readString();
    if (text == null) {
      throw new IOException("nil where a name is needed");
    }
    return text;
  }

  /** Reads the known items of an array. */
  private interface Reading<T> {
    T from(MessagePackInput in) throws IOException;
  }

  private static <T> T read(String what, int items, byte[] bytes, Reading<T> reading)
      throws IOException {
    MessagePackInput in = new MessagePackInput(bytes, 0, bytes.length);
    try {
      if (in.readArrayHeader() < items) {
        throw new IOException("Insufficient items in " + what + " array.");
      }
      return reading.from(in);
    } catch (MismatchException e) {
      throw new IOException("not a valid " + what, e);
    }
  }
}
