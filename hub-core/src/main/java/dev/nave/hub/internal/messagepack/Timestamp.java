package dev.nave.hub.internal.messagepack;

import dev.nave.hub.internal.codec.ByteBuilder;
import dev.nave.hub.internal.codec.MismatchException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A point in time, as extension -1 in its three widths. Source: the MessagePack specification,
 * "Timestamp extension type".
 */
public final class Timestamp {
  /** The type of the extension. */
  public static final int EXTENSION_TYPE = -1;

  private static final int BITS_OF_SECONDS = 34;
  private static final int MAX_NANOS = 999_999_999;

  private Timestamp() {}

  static Instant read(byte[] data) throws MismatchException {
    ByteBuffer buffer = ByteBuffer.wrap(data);
    return switch (data.length) {
      case 4 -> instant(buffer.getInt() & 0xFFFFFFFFL, 0);
      case 8 -> {
        long both = buffer.getLong();
        yield instant(both & (1L << BITS_OF_SECONDS) - 1, both >>> BITS_OF_SECONDS);
      }
      case 12 -> {
        long nanos = buffer.getInt() & 0xFFFFFFFFL;
        yield instant(buffer.getLong(), nanos);
      }
      default -> throw new MismatchException("no timestamp has " + data.length + " bytes");
    };
  }

  /** Writes a timestamp in the shortest of its widths. */
  public static void write(Instant instant, ByteBuilder out) {
    long seconds = instant.getEpochSecond();
    long nanos = instant.getNano();
    if (seconds >>> BITS_OF_SECONDS != 0) {
      out.write(Code.EXT8);
      out.write(12);
      out.write(EXTENSION_TYPE);
      out.writeBigEndian(nanos, 4);
      out.writeBigEndian(seconds, 8);
    } else if (nanos == 0 && seconds >>> 32 == 0) {
      out.write(Code.FIXEXT4);
      out.write(EXTENSION_TYPE);
      out.writeBigEndian(seconds, 4);
    } else {
      out.write(Code.FIXEXT8);
      out.write(EXTENSION_TYPE);
      out.writeBigEndian(nanos << BITS_OF_SECONDS | seconds, 8);
    }
  }

  private static Instant instant(long seconds, long nanos) throws MismatchException {
    if (nanos > MAX_NANOS) {
      throw new MismatchException("a timestamp has " + nanos + " ns, of at most " + MAX_NANOS);
    }
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException e) {
      throw new MismatchException("a timestamp of " + seconds + " s is out of range");
    }
  }
}
