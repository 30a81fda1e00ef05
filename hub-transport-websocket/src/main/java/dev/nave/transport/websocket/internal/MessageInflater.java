package dev.nave.transport.websocket.internal;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one client, a small piece at each call, so that the reader can stop
 * between two pieces whatever a few bytes expand to. Holds an {@link Inflater} while a message is
 * under way, and nothing between two messages. Loop only.
 *
 * <p>Source: RFC 7692, section 7.2.2; a message may have several final blocks, section 7.2.3.4.
 */
final class MessageInflater {
  /** What the sender has left out at the end of a message. Source: RFC 7692, section 7.2.2. */
  private static final byte[] TAIL = {0, 0, -1, -1};

  private static final int PIECE_BYTES = 8 * 1024;
  private static final int MOST_SPARE = 8;

  /** What the clients of one loop share. */
  private static final class Shared {
    /** Inflaters that no message needs. */
    private final ArrayDeque<Inflater> spare = new ArrayDeque<>();

    /** Where a piece is made: fragments of a byte each must not cost an array of this size each. */
    private final byte[] piece = new byte[PIECE_BYTES];
  }

  private static final FastThreadLocal<Shared> SHARED =
      new FastThreadLocal<>() {
        @Override
        protected Shared initialValue() {
          return new Shared();
        }

        @Override
        protected void onRemoval(Shared value) {
          value.spare.forEach(Inflater::end);
        }
      };

  private final int maxBytes;
  private @Nullable Inflater inflater;
  private byte[] input = TAIL;
  private long inflated;
  private boolean complete;

  /**
   * Makes an inflater.
   *
   * @param maxBytes the largest message, inflated
   */
  MessageInflater(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A message begins. */
  void begin() {
    inflated = 0;
    complete = false;
  }

  /** Takes compressed bytes, after {@link #next} has returned null. */
  void input(byte[] bytes) {
    if (inflater == null) {
      Inflater spare = SHARED.get().spare.poll();
      inflater = spare == null ? new Inflater(true) : spare;
    }
    input = bytes;
    inflater.setInput(bytes);
  }

  /** The message has no further bytes. Returns whether {@link #next} has to be asked once more. */
  boolean endInput() {
    if (complete) {
      return false;
    }
    complete = true;
    input(TAIL);
    return true;
  }

  /**
   * Returns the next piece of the message; null if that needs more input.
   *
   * @throws FrameException if the bytes are not compressed as agreed, or the message is too large
   */
  byte @Nullable [] next() throws FrameException {
    Inflater current = inflater;
    if (current == null) {
      return null;
    }
    byte[] piece = SHARED.get().piece;
    try {
      int size = current.inflate(piece);
      while (size == 0 && current.finished() && current.getRemaining() > 0) {
        int rest = current.getRemaining();
        current.reset();
        current.setInput(input, input.length - rest, rest);
        size = current.inflate(piece);
      }
      if (size == 0 && current.needsDictionary()) {
        throw notDeflated();
      }
      if (size == 0 && current.finished()) {
        current.reset();
      }
      inflated += size;
      if (inflated > maxBytes) {
        throw new FrameException(
            FrameException.TOO_BIG,
            "the client sent a compressed message of more bytes than WebSocketTransport"
                + " maxInflatedBytes, which is "
                + maxBytes);
      }
      return size == 0 ? null : Arrays.copyOf(piece, size);
    } catch (DataFormatException e) {
      throw notDeflated();
    }
  }

  /** The message has ended, or will not be read any more. */
  void end() {
    Inflater current = inflater;
    inflater = null;
    input = TAIL;
    if (current != null) {
      ArrayDeque<Inflater> spare = SHARED.get().spare;
      if (spare.size() < MOST_SPARE) {
        current.reset();
        spare.push(current);
      } else {
        current.end();
      }
    }
  }

  private static FrameException notDeflated() {
    return new FrameException(
        FrameException.INVALID_PAYLOAD,
        "the client sent a compressed message that cannot be inflated");
  }
}
