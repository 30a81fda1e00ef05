package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Takes the WebSocket frames of a server apart into messages, as its {@link Dialect} has them. A
 * frame may hold several messages, and a message may be spread over several frames. Loop only.
 */
final class MessageReader {
  private static final int OPCODE = 0x0f;
  private static final int COMPRESSED = 0x40;
  private static final int CLOSE = 8;
  private static final int LENGTH = 0x7f;
  private static final int LENGTH_IN_TWO_BYTES = 126;
  private static final int LENGTH_IN_EIGHT_BYTES = 127;

  private final MessageListener listener;
  private final Dialect dialect;
  private final Dialect.Cut cut = new Dialect.Cut();
  private final ByteBuf half = Unpooled.buffer();
  private final FrameInflater inflater = new FrameInflater();
  private boolean accepted;

  MessageReader(Dialect dialect, MessageListener listener) {
    this.dialect = dialect;
    this.listener = listener;
  }

  /** Says that the server has accepted the protocol: the next message is one of it. */
  void accepted() {
    accepted = true;
  }

  /** Hears the messages, and the end of them. */
  interface MessageListener {
    /** The message is in {@code in}, from {@code from} until before {@code to}. */
    void message(ByteBuf in, int from, int to);

    /** A frame has come, which took so many bytes. */
    default void frame(long bytes) {}

    /** The server sent a close frame. */
    void closed();
  }

  /** Reads the whole frames at the beginning of {@code in} and leaves the rest. */
  void read(ByteBuf in) {
    while (in.readableBytes() >= 2) {
      int start = in.readerIndex();
      int shortLength = in.getByte(start + 1) & LENGTH;
      int header = 2 + bytesOfLongLength(shortLength);
      if (in.readableBytes() < header) {
        return;
      }
      long length = length(in, start + 2, shortLength);
      if (in.readableBytes() < header + length) {
        return;
      }
      int first = in.getByte(start);
      int opcode = first & OPCODE;
      in.skipBytes(header + (int) length);
      listener.frame(header + length);
      if ((first & COMPRESSED) != 0) {
        ByteBuf inflated = inflater.inflate(in, start + header, in.readerIndex());
        payload(inflated, 0, inflated.writerIndex());
      } else if (opcode < CLOSE) {
        payload(in, start + header, in.readerIndex());
      } else if (opcode == CLOSE) {
        listener.closed();
      }
    }
  }

  private static int bytesOfLongLength(int shortLength) {
    return switch (shortLength) {
      case LENGTH_IN_TWO_BYTES -> Short.BYTES;
      case LENGTH_IN_EIGHT_BYTES -> Long.BYTES;
      default -> 0;
    };
  }

  private static long length(ByteBuf in, int index, int shortLength) {
    return switch (shortLength) {
      case LENGTH_IN_TWO_BYTES -> in.getUnsignedShort(index);
      case LENGTH_IN_EIGHT_BYTES -> in.getLong(index);
      default -> shortLength;
    };
  }

  /** Reads the bytes between two indexes, which follow those that were read before. */
  void payload(ByteBuf in, int from, int to) {
    if (half.isReadable()) {
      half.writeBytes(in, from, to - from);
      half.readerIndex(messages(half, half.readerIndex(), half.writerIndex())).discardReadBytes();
    } else {
      int rest = messages(in, from, to);
      half.clear().writeBytes(in, rest, to - rest);
    }
  }

  /** Returns where the first message begins of which something is missing. */
  private int messages(ByteBuf in, int from, int to) {
    int start = from;
    while (start < to && dialect.cut(cut, in, start, to, accepted)) {
      start = cut.next;
      listener.message(in, cut.from, cut.to);
    }
    return start;
  }
}
