package dev.nave.benchmarks.jmh;

import dev.nave.hub.internal.envelope.EnvelopeCodec;
import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.BindingException;
import dev.nave.hub.protocol.CompletionMessage;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferOutput;

/**
 * What this project's own MessagePack does for echoes and envelopes, done with msgpack-core: the
 * same bytes, the same objects, and as few copies: packers write into the array that is sent.
 */
final class MessagePackLibrary {
  /** The longest length in front of a message. */
  private static final int MAX_LENGTH_BYTES = 5;

  private static final int USUAL_BYTES = 128;

  /** Strings are decoded where they are: the buffer for those in pieces is small. */
  private static final MessagePack.UnpackerConfig WHOLE_STRINGS =
      new MessagePack.UnpackerConfig().withStringDecoderBufferSize(16);

  private MessagePackLibrary() {}

  static InvocationMessage readInvocation(byte[] frame) throws IOException {
    int start = 0;
    while (frame[start] < 0) { // the length of the frame
      start++;
    }
    start++;
    try (MessageUnpacker in = unpacker(frame, start)) {
      int items = in.unpackArrayHeader();
      if (in.unpackInt() != 1) {
        throw new IOException("not an invocation");
      }
      int pairs = in.unpackMapHeader();
      Map<String, String> headers = pairs == 0 ? Map.of() : new LinkedHashMap<>();
      for (int i = 0; i < pairs; i++) {
        headers.put(in.unpackString(), in.unpackString());
      }
      String id = in.tryUnpackNil() ? null : in.unpackString();
      String target = in.unpackString();
      int count = in.unpackArrayHeader();
      int from = start + (int) in.getTotalReadBytes();
      in.skipValue(count);
      int to = start + (int) in.getTotalReadBytes();
      int streams = items < 6 ? 0 : in.unpackArrayHeader();
      List<String> streamIds = streams == 0 ? List.of() : new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        streamIds.add(in.unpackString());
      }
      return new InvocationMessage(
          headers, id, target, new Text(frame, from, to, count), streamIds);
    }
  }

  static byte[] writeInvocation(InvocationMessage message) throws IOException {
    Output to = new Output(USUAL_BYTES, MAX_LENGTH_BYTES);
    try (MessagePacker out = MessagePack.newDefaultPacker(to)) {
      out.packArrayHeader(6);
      out.packInt(1);
      writeHead(message.headers(), message.invocationId(), out);
      out.packString(message.target());
      List<@Nullable Object> arguments = ((Payload.Values) message.arguments()).values();
      out.packArrayHeader(arguments.size());
      for (Object argument : arguments) {
        out.packString((String) argument);
      }
      out.packArrayHeader(message.streamIds().size());
      for (String id : message.streamIds()) {
        out.packString(id);
      }
    }
    return to.framed();
  }

  static byte[] writeCompletion(CompletionMessage message, String result) throws IOException {
    Output to = new Output(USUAL_BYTES, MAX_LENGTH_BYTES);
    try (MessagePacker out = MessagePack.newDefaultPacker(to)) {
      out.packArrayHeader(5);
      out.packInt(3);
      writeHead(message.headers(), message.invocationId(), out);
      out.packInt(3);
      out.packString(result);
    }
    return to.framed();
  }

  private static void writeHead(Map<String, String> headers, @Nullable String id, MessagePacker out)
      throws IOException {
    out.packMapHeader(headers.size());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      out.packString(header.getKey());
      out.packString(header.getValue());
    }
    if (id == null) {
      out.packNil();
    } else {
      out.packString(id);
    }
  }

  static EnvelopeCodec.Invocation readEnvelope(byte[] bytes) throws IOException {
    try (MessageUnpacker in = unpacker(bytes, 0)) {
      int items = in.unpackArrayHeader();
      int excluded = in.unpackArrayHeader();
      Set<String> excludedIds = new HashSet<>();
      for (int i = 0; i < excluded; i++) {
        excludedIds.add(in.unpackString());
      }
      int protocols = in.unpackMapHeader();
      Map<String, byte[]> encoded = new LinkedHashMap<>();
      for (int i = 0; i < protocols; i++) {
        encoded.put(in.unpackString(), in.readPayload(in.unpackBinaryHeader()));
      }
      in.skipValue(2); // Nothing is asked.
      String origin = items < 6 ? null : in.unpackString();
      long number = items < 6 ? 0 : in.unpackLong();
      return new EnvelopeCodec.Invocation(
          OutboundMessage.encoded(encoded), excludedIds, null, origin, number);
    }
  }

  static byte[] writeFrontOfNumber(
      Set<String> excludedIds, Map<String, byte[]> encoded, String origin) throws IOException {
    int size = 23 + origin.length();
    for (String id : excludedIds) {
      size += id.length() + 5;
    }
    for (Map.Entry<String, byte[]> each : encoded.entrySet()) {
      size += each.getKey().length() + each.getValue().length + 10;
    }
    Output to = new Output(size, 0);
    try (MessagePacker out = MessagePack.newDefaultPacker(to)) {
      out.packArrayHeader(6);
      out.packArrayHeader(excludedIds.size());
      for (String id : excludedIds) {
        out.packString(id);
      }
      out.packMapHeader(encoded.size());
      for (Map.Entry<String, byte[]> each : encoded.entrySet()) {
        out.packString(each.getKey());
        out.packBinaryHeader(each.getValue().length);
        out.writePayload(each.getValue());
      }
      out.packNil();
      out.packNil();
      out.packString(origin);
    }
    return Arrays.copyOf(to.bytes, to.at);
  }

  private static MessageUnpacker unpacker(byte[] bytes, int from) {
    return WHOLE_STRINGS.newUnpacker(bytes, from, bytes.length - from);
  }

  /** An array that grows, with room for a length in front. */
  private static final class Output implements MessageBufferOutput {
    private byte[] bytes;
    private int at;

    Output(int size, int from) {
      bytes = new byte[size];
      at = from;
    }

    private void ensure(int more) {
      if (more > bytes.length - at) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
      }
    }

    @Override
    public MessageBuffer next(int minimumSize) {
      ensure(minimumSize);
      return MessageBuffer.wrap(bytes, at, bytes.length - at);
    }

    @Override
    public void writeBuffer(int length) {
      at += length;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      ensure(length);
      System.arraycopy(buffer, offset, bytes, at, length);
      at += length;
    }

    @Override
    public void add(byte[] buffer, int offset, int length) {
      write(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Returns the message with its length in front. */
    byte[] framed() {
      int length = at - MAX_LENGTH_BYTES;
      int start = MAX_LENGTH_BYTES - 1;
      for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
        start--;
      }
      for (int i = start, rest = length; i < MAX_LENGTH_BYTES; i++, rest >>>= 7) {
        bytes[i] = (byte) (rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
      }
      return Arrays.copyOfRange(bytes, start, at);
    }
  }

  /** Arguments that are text. */
  private static final class Text implements Payload {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int count;

    Text(byte[] bytes, int from, int to, int count) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
      this.count = count;
    }

    @Override
    public @Nullable Object[] bind(List<? extends Type> types) throws BindingException {
      @Nullable Object[] values = new @Nullable Object[count];
      try (MessageUnpacker in = WHOLE_STRINGS.newUnpacker(bytes, from, to - from)) {
        for (int i = 0; i < count; i++) {
          values[i] = in.tryUnpackNil() ? null : in.unpackString();
        }
        return values;
      } catch (IOException e) {
        throw BindingException.wrongType(e);
      }
    }

    @Override
    public int size() {
      return count;
    }

    @Override
    public int encodedBytes() {
      return to - from;
    }
  }
}
