package dev.nave.hub.internal.connection;

import dev.nave.hub.protocol.HubMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.ProtocolException;
import dev.nave.hub.protocol.StreamInvocationMessage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection that were received and not parsed yet: a byte stream, however the
 * transport cut it.
 *
 * <p>Most often a read holds whole messages: then its array is used as it is. Only the half message
 * at an end is copied, into a larger array. Parsed messages may refer to what was consumed: it is
 * never written again, since bytes are added behind it. A message that is small beside the array it
 * came in gets one of its own, so that a message that waits keeps little more alive than itself.
 * Loop only.
 */
final class InboundBuffer {
  private static final byte[] EMPTY = {};

  /** Arrays up to this size may be kept by any message in them. */
  private static final int SMALL_ARRAY_BYTES = 128;

  /** How many times its size a message may keep of a larger array. */
  private static final int MAX_KEPT_TIMES = 2;

  private byte[] bytes = EMPTY;
  private int from;
  private int to;
  private int seen;
  private boolean own;

  /** Adds what was received; the array is the buffer's from now on. */
  void add(byte[] received) {
    if (from == to) {
      bytes = received;
      from = 0;
      to = received.length;
      own = false;
      return;
    }
    int length = to - from;
    int needed = length + received.length;
    if (!own || bytes.length - from < needed) {
      byte[] larger = new byte[Math.max(needed, length + length / 2)];
      System.arraycopy(bytes, from, larger, 0, length);
      bytes = larger;
      from = 0;
      to = length;
      own = true;
    }
    System.arraycopy(received, 0, bytes, to, received.length);
    to += received.length;
  }

  /** Returns the array; valid is {@code [from, to)}. */
  byte[] array() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int length() {
    return to - from;
  }

  /** Returns how many bytes are kept for what was not parsed yet. */
  int keptBytes() {
    return from == to ? 0 : bytes.length;
  }

  /** Returns the end of the bytes that were looked at before and held no whole message. */
  int seen() {
    return from + seen;
  }

  /** Says that there is no whole message so far. */
  void seeAll() {
    seen = to - from;
  }

  /**
   * Looks for the end of the first message.
   *
   * @return {@link HubProtocol#INCOMPLETE} if it is not whole yet
   */
  int frameEnd(HubProtocol protocol, int maxMessageBytes) throws ProtocolException {
    int end = protocol.frameEnd(bytes, from, seen(), to, maxMessageBytes);
    if (end == HubProtocol.INCOMPLETE) {
      seeAll();
    }
    return end;
  }

  /** Parses the message that ends at {@code end}, and goes on behind it; null if it is skipped. */
  @Nullable HubMessage take(HubProtocol protocol, int end) throws ProtocolException {
    int length = end - from;
    HubMessage message =
        bytes.length <= Math.max(SMALL_ARRAY_BYTES, (long) MAX_KEPT_TIMES * length)
            ? protocol.read(bytes, from, end)
            : protocol.read(Arrays.copyOfRange(bytes, from, end), 0, length);
    consumeTo(end);
    return message;
  }

  /** Parses all whole messages; returns how many are invocations. What is malformed ends it. */
  int countInvocations(HubProtocol protocol, int maxMessageBytes) {
    int invocations = 0;
    try {
      while (length() > 0) {
        int end = frameEnd(protocol, maxMessageBytes);
        if (end == HubProtocol.INCOMPLETE) {
          break;
        }
        HubMessage message = take(protocol, end);
        if (message instanceof InvocationMessage || message instanceof StreamInvocationMessage) {
          invocations++;
        }
      }
    } catch (ProtocolException e) {
      return invocations; // The client would have been closed here.
    }
    return invocations;
  }

  /** Goes on behind a parsed message. */
  void consumeTo(int index) {
    from = index;
    seen = 0;
    if (from == to) {
      clear();
    }
  }

  /** Forgets what was not parsed. */
  void clear() {
    bytes = EMPTY;
    from = 0;
    to = 0;
    seen = 0;
    own = false;
  }
}
