package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Takes the bytes of hub messages out of server-sent events: what stands behind {@code data: } of
 * each line, since JSON has no ends of lines. Loop only.
 */
final class EventReader {
  private static final int BEFORE_DATA = "data: ".length();

  private final ByteBuf out = Unpooled.buffer();
  private int column;
  private boolean isData;

  /** Returns the data in the readable bytes, in a buffer that is of use until the next call. */
  ByteBuf read(ByteBuf in) {
    out.clear();
    int end = in.writerIndex();
    for (int i = in.readerIndex(); i < end; i++) {
      byte next = in.getByte(i);
      if (next == '\n') {
        column = 0;
      } else if (next != '\r') {
        isData = column == 0 ? next == 'd' : isData;
        if (isData && column >= BEFORE_DATA) {
          out.writeByte(next);
        }
        column++;
      }
    }
    return out;
  }
}
