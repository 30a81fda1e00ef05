package dev.nave.hub.internal.connection;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The counted messages of one connection that its client has not acknowledged, as they go over the
 * wire, so that a new link can bring them again. The bytes are those that other connections get,
 * too; nothing is copied.
 *
 * <p>Messages are numbered from 1 in the order in which they are sent; the numbers are not on the
 * wire. Past the bound further messages wait here, unsent and not numbered yet, until the client
 * has acknowledged enough: a message is sent while what is kept does not exceed the bound, so the
 * last one may be as large as any. Source: the reference server's MessageBuffer.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class SentMessages {
  private final Queue<byte[]> kept = new ArrayDeque<>();
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final int maxBytes;
  private long first = 1;
  private long keptBytes;
  private long waitingBytes;

  SentMessages(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes the next message in. Returns whether it is to be written now. */
  boolean add(byte[] frame) {
    if (waiting.isEmpty() && keptBytes <= maxBytes) {
      keep(frame);
      return true;
    }
    waiting.add(frame);
    waitingBytes += frame.length;
    return false;
  }

  /** Returns whether messages of so many bytes together may be written now. */
  boolean hasRoomFor(long bytes) {
    return waiting.isEmpty() && keptBytes + bytes <= maxBytes;
  }

  private void keep(byte[] frame) {
    kept.add(frame);
    keptBytes += frame.length;
  }

  /**
   * Forgets what the client has. A number that was not sent yet counts as that of the last message
   * that was.
   */
  void acknowledge(long lastReceived) {
    while (first <= lastReceived) {
      byte[] frame = kept.poll();
      if (frame == null) {
        return;
      }
      keptBytes -= frame.length;
      first++;
    }
  }

  /** Adds to {@code out} what waited and may be written now. */
  void release(List<byte[]> out) {
    while (keptBytes <= maxBytes) {
      byte[] frame = waiting.poll();
      if (frame == null) {
        return;
      }
      waitingBytes -= frame.length;
      keep(frame);
      out.add(frame);
    }
  }

  /** Adds to {@code out} all that waits: the connection ends, and there will be no other link. */
  void releaseAll(List<byte[]> out) {
    out.addAll(waiting);
    waiting.clear();
    waitingBytes = 0;
  }

  /** Adds to {@code out} what was sent and not acknowledged. */
  void repeat(List<byte[]> out) {
    out.addAll(kept);
  }

  /** Returns the number of the first message that was not acknowledged, sent or not. */
  long first() {
    return first;
  }

  /** Returns the bytes of the messages that are not sent yet. */
  long waitingBytes() {
    return waitingBytes;
  }
}
