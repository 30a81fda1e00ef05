package dev.nave.backplane.docs;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What nodes and the relay say to each other. A node's frame is answered by a {@link Kind#DONE} of
 * the same id.
 *
 * @param number of {@link Kind#DONE}: how many nodes were subscribed
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
record Frame(Kind kind, long id, long number, String topic, byte[] bytes) {
  /** Larger envelopes are neither sent nor read. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  /** Three bytes each, at most: {@link DataOutputStream#writeUTF} writes up to 65,535. */
  static final int MAX_TOPIC_CHARS = 16 * 1024;

  private static final byte[] NOTHING = {};

  enum Kind {
    SUBSCRIBE(1),
    UNSUBSCRIBE(2),
    PUBLISH(3),
    PING(4),
    DONE(5),
    ENVELOPE(6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind of(int code) throws IOException {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IOException("no frame of the relay begins with " + code);
    }
  }

  static Frame of(Kind kind, long id, String topic) {
    return new Frame(kind, id, 0, topic, NOTHING);
  }

  static Frame done(long id, long receivers) {
    return new Frame(Kind.DONE, id, receivers, "", NOTHING);
  }

  byte[] encoded() {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream(64 + bytes.length);
    try (DataOutputStream out = new DataOutputStream(buffer)) {
      out.writeByte(kind.code);
      out.writeLong(id);
      out.writeLong(number);
      out.writeUTF(topic); // Keeps unpaired surrogates apart, as UTF-8 would not.
      out.writeInt(bytes.length);
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.toByteArray();
  }

  static Frame read(DataInputStream in) throws IOException {
    Kind kind = Kind.of(in.readUnsignedByte());
    long id = in.readLong();
    long number = in.readLong();
    String topic = in.readUTF();
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException(
          "a frame of %d bytes is not read; the limit is %d".formatted(length, MAX_BYTES));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the connection ended within a frame");
    }
    return new Frame(kind, id, number, topic, bytes);
  }
}
