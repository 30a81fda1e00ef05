package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages that came in one frame each, and were compressed each by itself. Loop only.
 *
 * <p>Source: RFC 7692, section 7.2.2.
 */
final class FrameInflater {
  private static final byte[] TAIL = {0, 0, -1, -1};
  private static final int PIECE_BYTES = 8 * 1024;

  private static final FastThreadLocal<FrameInflater.OfLoop> OF_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected OfLoop initialValue() {
          return new OfLoop();
        }

        @Override
        protected void onRemoval(OfLoop value) {
          value.inflater.end();
        }
      };

  /** What the connections of a loop share: each message begins anew. */
  private static final class OfLoop {
    final Inflater inflater = new Inflater(true);
    final byte[] piece = new byte[PIECE_BYTES];
    final ByteBuf out = Unpooled.buffer();
  }

  /** Returns what the bytes of a frame are, in a buffer that is of use until the next call. */
  ByteBuf inflate(ByteBuf in, int from, int to) {
    OfLoop own = OF_LOOP.get();
    own.out.clear();
    own.inflater.reset();
    try {
      add(own, ByteBufUtil.getBytes(in, from, to - from));
      add(own, TAIL);
    } catch (DataFormatException e) {
      throw new LoadException("the server sent what cannot be inflated: " + e.getMessage());
    }
    return own.out;
  }

  private static void add(OfLoop own, byte[] bytes) throws DataFormatException {
    own.inflater.setInput(bytes);
    int size = own.inflater.inflate(own.piece);
    while (size > 0) {
      own.out.writeBytes(own.piece, 0, size);
      size = own.inflater.inflate(own.piece);
    }
  }
}
