package dev.nave.transport.websocket.internal;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a client and passes their payload on as it arrives: nothing but a control
 * frame (125 bytes at most) is ever held back, however long a frame says that it is.
 *
 * <p>Messages and opcodes mean nothing here, but a text message must be UTF-8. Where compression
 * was agreed on, compressed messages are inflated piece by piece, and the sink may say between two
 * pieces that it takes no more for now. Loop only. Source: RFC 6455, section 5; close codes as the
 * reference server sends them.
 */
final class FrameReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NONE = {};
  private static final int LONGEST_CONTROL = 125;
  private static final int RESERVED = 0x70;

  /** How much of a compressed message is inflated at a time, in bytes as they come. */
  private static final int MOST_COMPRESSED = 4 * 1024;

  /** What the frames are read for. */
  interface Sink {
    /** Payload of a data frame, unmasked; never empty. The array is handed over. */
    void payload(byte[] bytes);

    /** A ping with its payload. */
    void ping(byte[] payload);

    /** The client's close frame, the last one. */
    void closed();

    /** Returns whether no more is to be read for now. Asked where compression was agreed on. */
    default boolean isHolding() {
      return false;
    }

    /** Returns whether payload is of any use: else compressed messages are not inflated. */
    default boolean wantsPayload() {
      return true;
    }
  }

  private enum Part {
    FIRST_BYTE,
    SECOND_BYTE,
    LENGTH,
    MASK,
    PAYLOAD,
    INFLATING,
    NOTHING_MORE
  }

  private final Sink sink;
  private final @Nullable MessageInflater inflater;
  private Part part = Part.FIRST_BYTE;

  // The frame.
  private int opcode;
  private boolean last;
  private int bytesOfPart;
  private long length;
  private long taken;
  private int mask;
  private byte[] control = NONE;

  // The message.
  private boolean inMessage;
  private boolean text;
  private boolean compressed;
  private final Utf8Validator utf8 = new Utf8Validator();

  /** Makes a reader for a client with whom no compression was agreed on. */
  FrameReader(Sink sink) {
    this(sink, null);
  }

  /**
   * Makes a reader.
   *
   * @param inflater null if no compression was agreed on
   */
  FrameReader(Sink sink, @Nullable MessageInflater inflater) {
    this.sink = sink;
    this.inflater = inflater;
  }

  /**
   * Reads all of {@code in}, or as much as the sink takes, or nothing more once the reader was
   * stopped.
   *
   * @return whether more is to be read once the sink takes it, be it of {@code in} or of what has
   *     been read and not inflated
   * @throws FrameException at the first fault, after which the reader is stopped
   */
  boolean read(ByteBuf in) throws FrameException {
    try {
      while (part != Part.NOTHING_MORE && (in.isReadable() || part == Part.INFLATING)) {
        if (inflater != null && sink.isHolding()) {
          return true;
        }
        step(in);
      }
      return false;
    } catch (FrameException fault) {
      stop();
      throw fault;
    }
  }

  /** Ignores whatever comes from now on. */
  void stop() {
    part = Part.NOTHING_MORE;
    if (inflater != null) {
      inflater.end();
    }
  }

  private void step(ByteBuf in) throws FrameException {
    switch (part) {
      case FIRST_BYTE -> firstByte(in.readUnsignedByte());
      case SECOND_BYTE -> secondByte(in.readUnsignedByte());
      case LENGTH -> {
        length = length << 8 | in.readUnsignedByte();
        if (--bytesOfPart == 0) {
          lengthIsKnown();
        }
      }
      case MASK -> {
        mask = mask << 8 | in.readUnsignedByte();
        if (--bytesOfPart == 0) {
          headIsRead();
        }
      }
      case PAYLOAD -> payload(in);
      case INFLATING -> inflate();
      case NOTHING_MORE -> {}
    }
  }

  private void firstByte(int first) throws FrameException {
    boolean compressing = inflater != null && (first & RESERVED) == Opcode.COMPRESSED;
    if ((first & RESERVED) != 0 && !compressing) {
      throw FrameException.protocolError(
          "reserved bits in a frame: 0x" + Integer.toHexString(first));
    }
    opcode = first & 0x0F;
    last = (first & 0x80) != 0;
    if (compressing && opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
      throw FrameException.protocolError(
          "a compressed frame that begins no message: 0x" + Integer.toHexString(first));
    }
    switch (opcode) {
      case Opcode.CONTINUATION -> {
        if (!inMessage) {
          throw FrameException.protocolError("a continuation frame outside of a message");
        }
      }
      case Opcode.TEXT, Opcode.BINARY -> {
        if (inMessage) {
          throw FrameException.protocolError("a message inside of another one");
        }
        inMessage = true;
        text = opcode == Opcode.TEXT;
        compressed = compressing;
        if (inflater != null && compressing) {
          inflater.begin();
        }
      }
      case Opcode.CLOSE, Opcode.PING, Opcode.PONG -> {
        if (!last) {
          throw FrameException.protocolError("a control frame in fragments");
        }
      }
      default ->
          throw FrameException.protocolError("unknown opcode 0x" + Integer.toHexString(opcode));
    }
    part = Part.SECOND_BYTE;
  }

  private void secondByte(int second) throws FrameException {
    if ((second & 0x80) == 0) {
      throw FrameException.protocolError("an unmasked frame");
    }
    int size = second & 0x7F;
    if (size < 126) {
      length = size;
      lengthIsKnown();
    } else {
      length = 0;
      bytesOfPart = size == 126 ? Short.BYTES : Long.BYTES;
      part = Part.LENGTH;
    }
  }

  private void lengthIsKnown() throws FrameException {
    if (length < 0) {
      throw FrameException.protocolError("a frame of more than 2^63 bytes");
    }
    if (isControl() && length > LONGEST_CONTROL) {
      throw FrameException.protocolError(
          "a control frame of " + length + " bytes; at most 125 are allowed");
    }
    bytesOfPart = Integer.BYTES;
    part = Part.MASK;
  }

  private void headIsRead() throws FrameException {
    taken = 0;
    part = Part.PAYLOAD;
    if (isControl()) {
      control = new byte[(int) length];
    }
    if (length == 0) {
      endOfPayload();
    }
  }

  private void payload(ByteBuf in) throws FrameException {
    int size = (int) Math.min(length - taken, in.readableBytes());
    boolean inflating = compressed && !isControl();
    if (inflating) {
      size = Math.min(size, MOST_COMPRESSED);
    }
    byte[] bytes = new byte[size];
    in.readBytes(bytes);
    unmask(bytes, Integer.rotateLeft(mask, (int) (taken & 3) * Byte.SIZE));
    boolean ends = taken + size == length;
    if (isControl()) {
      System.arraycopy(bytes, 0, control, (int) taken, size);
    } else if (inflating && inflater != null) {
      inflater.input(bytes);
      part = Part.INFLATING;
    } else {
      if (text && !(utf8.accept(bytes) && (!ends || !last || utf8.isComplete()))) {
        throw FrameException.notUtf8();
      }
      sink.payload(bytes);
    }
    taken += size;
    if (ends && part == Part.PAYLOAD) {
      endOfFrame();
    }
  }

  private void endOfPayload() throws FrameException {
    if (compressed && !isControl()) {
      part = Part.INFLATING;
    } else {
      endOfFrame();
    }
  }

  /** Passes one piece on, or finds that there is none before more comes. */
  private void inflate() throws FrameException {
    MessageInflater from = inflater;
    if (from == null || !sink.wantsPayload()) {
      text = false; // What is not inflated is not looked at.
      endOfInput();
      return;
    }
    byte[] piece = from.next();
    if (piece == null) {
      if (taken < length || !last || !from.endInput()) {
        endOfInput();
      }
    } else if (text && !utf8.accept(piece)) {
      throw FrameException.notUtf8();
    } else {
      sink.payload(piece);
    }
  }

  private void endOfInput() throws FrameException {
    if (taken < length) {
      part = Part.PAYLOAD;
    } else {
      endOfFrame();
    }
  }

  private void endOfFrame() throws FrameException {
    part = Part.FIRST_BYTE;
    switch (opcode) {
      case Opcode.PING -> sink.ping(control);
      case Opcode.PONG -> {}
      case Opcode.CLOSE -> {
        CloseFrame.check(control);
        stop();
        sink.closed();
      }
      default -> {
        if (last) {
          if (text && !utf8.isComplete()) {
            throw FrameException.notUtf8();
          }
          inMessage = false;
          if (inflater != null) {
            inflater.end();
          }
        }
      }
    }
  }

  private boolean isControl() {
    return opcode >= Opcode.CLOSE;
  }

  private static void unmask(byte[] bytes, int mask) {
    long twice = (long) mask << 32 | (mask & 0xFFFFFFFFL);
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
    }
    for (; at < bytes.length; at++) {
      bytes[at] ^= (byte) (mask >>> (24 - (at & 3) * Byte.SIZE));
    }
  }
}
