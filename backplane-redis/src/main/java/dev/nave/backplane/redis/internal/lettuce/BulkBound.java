package dev.nave.backplane.redis.internal.lettuce;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Bounds what Redis makes a subscribing connection keep in memory. Lettuce reads a bulk string to
 * its end before it hands it over, and any client of Redis can publish 512 MiB. So a string beyond
 * the bound is thrown away while it arrives, and Lettuce gets a short marker with its size instead.
 *
 * <p>Only the first byte of each element, the lengths of bulk strings and the ends of lines are
 * looked at; a buffer without a large bulk string is passed on as it is.
 *
 * <p>Source: the Redis serialization protocol specification. Of all types in RESP2 and RESP3, bulk
 * strings, bulk errors and verbatim strings are those with a length and a body; all others are
 * lines, and nesting has no end of its own.
 *
 * <p><b>Threading.</b> The loop of the channel, but for {@link #heardNanos}.
 */
public final class BulkBound extends ChannelInboundHandlerAdapter {
  /** Random, so that no other client of Redis can publish a marker. */
  private static final byte[] MARK = new byte[16];

  private static final int MARKER_BYTES = MARK.length + Long.BYTES;

  /** The type, 18 digits, which fit into a long, and the first half of the end of the line. */
  private static final int MAX_HEADER_BYTES = 20;

  static {
    new SecureRandom().nextBytes(MARK);
  }

  private enum State {
    START,
    LINE,
    HEADER,
    BODY,
    SKIPPED_BODY
  }

  private final int maxBulkBytes;
  private State state = State.START;

  /** The length of a bulk string so far, or what is left of its body. */
  private long length;

  private final byte[] header = new byte[MAX_HEADER_BYTES];
  private int headerBytes;

  /** How much of the header came in earlier reads, and was not passed on. */
  private int heldBytes;

  private volatile long heardNanos = System.nanoTime();

  /**
   * Creates the handler of one channel.
   *
   * @param maxBulkBytes larger ones are replaced
   */
  BulkBound(int maxBulkBytes) {
    this.maxBulkBytes = maxBulkBytes;
  }

  /** Returns the handler of a connection that subscribes. */
  public static BulkBound of(Channel channel) {
    BulkBound handler = channel.pipeline().get(BulkBound.class);
    if (handler == null) {
      throw new IllegalStateException("this version of Lettuce has no known handler of pub/sub");
    }
    return handler;
  }

  /** Returns the size of the bulk string that a marker stands for; -1 for any other string. */
  public static long replacedBytes(byte[] bulk) {
    return bulk.length == MARKER_BYTES && Arrays.equals(bulk, 0, MARK.length, MARK, 0, MARK.length)
        ? ByteBuffer.wrap(bulk).getLong(MARK.length)
        : -1;
  }

  /** Any thread. When something was last received, by {@link System#nanoTime}. */
  public long heardNanos() {
    return heardNanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heardNanos = System.nanoTime();
    if (message instanceof ByteBuf in) {
      filter(context, in);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Passes on what came, without what is skipped. */
  private void filter(ChannelHandlerContext context, ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    int headerStart = at;
    while (at < end) {
      switch (state) {
        case START -> {
          state = hasBody(in.getByte(at)) ? State.HEADER : State.LINE;
          headerStart = at;
          headerBytes = 0;
          length = 0;
        }
        case LINE -> {
          int newline = in.indexOf(at, end, (byte) '\n');
          at = newline < 0 ? end : newline + 1;
          state = newline < 0 ? State.LINE : State.START;
        }
        case HEADER -> {
          at = readHeader(in, at, end);
          if (state == State.SKIPPED_BODY) {
            pass(context, in, headerStart - in.readerIndex());
            in.readerIndex(at);
            heldBytes = 0;
            context.fireChannelRead(marker());
          } else if (state != State.HEADER && heldBytes > 0) {
            context.fireChannelRead(Unpooled.copiedBuffer(header, 0, heldBytes));
            heldBytes = 0;
          }
        }
        case BODY -> at = passBody(at, end);
        case SKIPPED_BODY -> {
          at = passBody(at, end);
          in.readerIndex(at);
        }
      }
    }
    if (state == State.HEADER) {
      heldBytes = headerBytes;
      pass(context, in, headerStart - in.readerIndex());
      in.release();
    } else if (in.isReadable()) {
      context.fireChannelRead(in);
    } else {
      in.release();
    }
  }

  private static boolean hasBody(byte type) {
    return type == '$' || type == '!' || type == '=';
  }

  /** Reads on in the first line of an element with a body; returns where it stopped. */
  private int readHeader(ByteBuf in, int from, int end) {
    for (int at = from; at < end; at++) {
      byte next = in.getByte(at);
      if (next == '\n') {
        state = length > maxBulkBytes ? State.SKIPPED_BODY : State.BODY;
        return at + 1;
      }
      boolean digit = next >= '0' && next <= '9';
      boolean known = headerBytes == 0 || digit || next == '\r';
      if (!known || headerBytes == MAX_HEADER_BYTES) { // Null, or nothing that Redis sends.
        state = State.LINE;
        return at;
      }
      header[headerBytes++] = next;
      length = digit ? length * 10 + (next - '0') : length;
    }
    return end;
  }

  /** Goes on to the end of the body, which the rest of a line follows; returns where it stopped. */
  private int passBody(int at, int end) {
    int passed = (int) Math.min(length, end - at);
    length -= passed;
    if (length == 0) {
      state = State.LINE;
    }
    return at + passed;
  }

  /** What stands for a body that is skipped; the end of its line follows the body. */
  private ByteBuf marker() {
    byte[] start = ("$" + MARKER_BYTES + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return Unpooled.wrappedBuffer(
        ByteBuffer.allocate(start.length + MARKER_BYTES)
            .put(start)
            .put(MARK)
            .putLong(length)
            .flip());
  }

  private static void pass(ChannelHandlerContext context, ByteBuf in, int bytes) {
    if (bytes > 0) {
      context.fireChannelRead(in.readRetainedSlice(bytes));
    }
  }
}
