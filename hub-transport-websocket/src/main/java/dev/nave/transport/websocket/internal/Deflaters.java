package dev.nave.transport.websocket.internal;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses messages, with a compressor for each thread that does so: those of the loops. */
final class Deflaters {
  /** What a flush ends with, and is left out. Source: RFC 7692, section 7.2.1. */
  private static final int TAIL_BYTES = 4;

  private final FastThreadLocal<Deflater> ofThread;

  Deflaters(int level) {
    ofThread =
        new FastThreadLocal<>() {
          @Override
          protected Deflater initialValue() {
            return new Deflater(level, true);
          }

          @Override
          protected void onRemoval(Deflater value) {
            value.end();
          }
        };
  }

  /** Returns the message in fewer bytes; null if it does not get smaller. */
  byte @Nullable [] deflate(byte[] message) {
    Deflater deflater = ofThread.get();
    byte[] out = new byte[message.length];
    try {
      deflater.setInput(message);
      int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      return size < out.length ? Arrays.copyOf(out, size - TAIL_BYTES) : null;
    } finally {
      deflater.reset();
    }
  }
}
