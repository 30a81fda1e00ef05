package dev.nave.hub.internal.reconnect;

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
 * <p>Messages that are sent again on a new link are not forgotten at the first Ack there. A client
 * acknowledges the newest message that it has, perhaps from an earlier link, while on this link it
 * still counts from where the server began. If this link is cut as well, the client treats a
 * Sequence above that count as a gap, and gives up. An Ack of a message that was first sent on this
 * link proves that all were counted. So does the next Ack, which clients send only after the newest
 * message arrived again. Until then the bytes are held, at most as many as may be unacknowledged,
 * and delay nothing. Source: MessageBuffer of the JavaScript client.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
public final class SentMessages {
  private final Queue<byte[]> held = new ArrayDeque<>(0); // Few clients ever come back.
  private final Queue<byte[]> kept = new ArrayDeque<>();
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private final int maxBytes;
  private long firstKept = 1;
  private long lastOnEarlierLinks;
  private boolean acknowledgedOnThisLink;
  private long heldBytes;
  private long keptBytes;
  private long waitingBytes;

  SentMessages(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes the next message in. Returns whether it is to be written now. */
  public boolean add(byte[] frame) {
    if (hasRoom()) {
      keep(frame);
      return true;
    }
    waiting.add(frame);
    waitingBytes += frame.length;
    return false;
  }

  /** Returns whether the next message may be written as soon as it is added. */
  public boolean hasRoom() {
    return waiting.isEmpty() && keptBytes <= maxBytes;
  }

  /** Returns whether messages of so many bytes together may be written now. */
  public boolean hasRoomFor(long bytes) {
    return waiting.isEmpty() && keptBytes + bytes <= maxBytes;
  }

  private void keep(byte[] frame) {
    kept.add(frame);
    keptBytes += frame.length;
  }

  /** There is a new link, and {@link #repeat} says what comes again on it. */
  void replaceLink() {
    lastOnEarlierLinks = firstKept + kept.size() - 1;
    acknowledgedOnThisLink = false;
  }

  /**
   * The client has all up to that number. One that was not sent yet counts as that of the last
   * message that was.
   */
  void acknowledge(long lastReceived) {
    boolean isCountedHere = acknowledgedOnThisLink || lastReceived > lastOnEarlierLinks;
    acknowledgedOnThisLink = true;
    while (isCountedHere && !held.isEmpty() && first() <= lastReceived) {
      heldBytes -= held.remove().length;
    }
    while (firstKept <= lastReceived && !kept.isEmpty()) {
      byte[] frame = kept.remove();
      keptBytes -= frame.length;
      firstKept++;
      if (!isCountedHere) {
        hold(frame);
      }
    }
  }

  private void hold(byte[] frame) {
    held.add(frame);
    heldBytes += frame.length;
    while (heldBytes > maxBytes) {
      heldBytes -= held.remove().length;
    }
  }

  /** Adds to {@code out} what waited and may be written now. */
  public void release(List<byte[]> out) {
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
  public void releaseAll(List<byte[]> out) {
    out.addAll(waiting);
    waiting.clear();
    waitingBytes = 0;
  }

  /** Adds to {@code out} what was sent and may be missing: {@link #first} and what follows. */
  public void repeat(List<byte[]> out) {
    out.addAll(held);
    out.addAll(kept);
  }

  /** Returns the number of the first message that a new link has to bring, sent or not. */
  long first() {
    return firstKept - held.size();
  }

  /** Returns the bytes of the messages that are not sent yet. */
  public long waitingBytes() {
    return waitingBytes;
  }
}
