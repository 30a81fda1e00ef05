package dev.nave.transport.servlet.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one client has sent and its loop has not taken yet. The container adds, on any of its
 * threads; the loop takes.
 *
 * <p>Where the container can pause reading it is paused above {@link #MOST_WITHOUT_PAUSE}, and goes
 * on below half of that.
 */
final class Inbox {
  /** What may wait before the container is to read no more. */
  static final int MOST_WITHOUT_PAUSE = 16 * 1024;

  /** What a piece weighs here besides its bytes: a client may send them one by one. */
  private static final int OVERHEAD_BYTES = 32;

  private final int maxBytes;
  private final ContainerSession container;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean announced;
  private boolean paused;
  private boolean ended;

  /** What is to be done about what came. */
  enum Added {
    /** Nothing: the loop knows that there is something. */
    KNOWN,
    /** The loop is to be told. */
    ANNOUNCE,
    /** More has come than may wait. */
    TOO_MUCH,
    /** It is thrown away, since the connection has ended. */
    LATE
  }

  Inbox(int maxBytes, ContainerSession container) {
    this.maxBytes = maxBytes;
    this.container = container;
  }

  /** Adds bytes of the client. */
  synchronized Added add(byte[] more) {
    if (ended) {
      return Added.LATE;
    }
    if (bytes + weight(more) > maxBytes && !container.canPause()) {
      end();
      return Added.TOO_MUCH;
    }
    waiting.add(more);
    bytes += weight(more);
    if (!paused && bytes > MOST_WITHOUT_PAUSE && container.canPause()) {
      paused = true;
      container.pause();
    }
    boolean first = !announced;
    announced = true;
    return first ? Added.ANNOUNCE : Added.KNOWN;
  }

  /** Takes the next bytes; null if there are none, and then a next {@link #add} is announced. */
  synchronized byte @Nullable [] take() {
    byte[] next = waiting.poll();
    if (next == null) {
      announced = false;
      return null;
    }
    bytes -= weight(next);
    if (paused && bytes <= MOST_WITHOUT_PAUSE / 2) {
      paused = false;
      container.resume();
    }
    return next;
  }

  private static long weight(byte[] piece) {
    return OVERHEAD_BYTES + (long) piece.length;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Forgets everything. A client whose reading is paused is read again, so that its end is seen.
   */
  synchronized void end() {
    ended = true;
    waiting.clear();
    bytes = 0;
    if (paused) {
      paused = false;
      container.resume();
    }
  }
}
