package dev.nave.hub.internal.connection;

import dev.nave.hub.internal.loop.OutboundMessage;
import dev.nave.hub.protocol.HubProtocol;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages for one slow client that wait outside of its socket, in the order in which they will go
 * there. The oldest give way to new ones, or all but the newest of each client method, but for
 * those that may not be dropped.
 *
 * <p><b>Threading.</b> Owned by the connection's loop.
 */
final class HeldMessages {
  /** What a message weighs here besides its bytes. */
  private static final long OVERHEAD_BYTES = 64;

  private final boolean latestPerTarget;
  private final Set<Message> all = new LinkedHashSet<>(0);

  /** Those of them that may be dropped, by their client method if only one of each is kept. */
  private final Map<Object, Message> droppable = new LinkedHashMap<>(0);

  private long bytes;
  private long lastingBytes;
  private long itemBytes;

  /** One that waits. Of two with the same bytes each has a place. */
  private static final class Message {
    final byte[] frame;
    final @Nullable Object key;
    final boolean streamItem;

    Message(byte[] frame, @Nullable Object key, boolean streamItem) {
      this.frame = frame;
      this.key = key;
      this.streamItem = streamItem;
    }

    long weight() {
      return OVERHEAD_BYTES + frame.length;
    }
  }

  /**
   * Begins empty.
   *
   * @param latestPerTarget whether only the newest message of each client method is kept
   */
  HeldMessages(boolean latestPerTarget) {
    this.latestPerTarget = latestPerTarget;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns the bytes of all messages. */
  long bytes() {
    return bytes;
  }

  /** Returns the bytes of those messages that may not be dropped, but for items of streams. */
  long lastingBytes() {
    return lastingBytes;
  }

  /** Returns the bytes of items of streams. */
  long itemBytes() {
    return itemBytes;
  }

  /** Adds the newest message. Returns how many others it replaces. */
  int add(OutboundMessage message, byte[] frame, HubProtocol protocol, long maxBytes) {
    int replaced = 0;
    Message added;
    if (message.isDroppable()) {
      added =
          new Message(frame, latestPerTarget ? message.targetKey(protocol) : new Object(), false);
      Message before = droppable.remove(added.key);
      if (before != null) {
        remove(before);
        replaced++;
      }
      droppable.put(added.key, added);
    } else {
      added = new Message(frame, null, message.isStreamItem());
      countLasting(added, added.weight());
    }
    all.add(added);
    bytes += added.weight();
    while (bytes > maxBytes && !droppable.isEmpty()) {
      Message oldest = droppable.values().iterator().next();
      if (oldest == added) {
        break; // The newest is never dropped, however large it is.
      }
      droppable.remove(oldest.key);
      remove(oldest);
      replaced++;
    }
    return replaced;
  }

  private void countLasting(Message message, long weight) {
    if (message.streamItem) {
      itemBytes += weight;
    } else {
      lastingBytes += weight;
    }
  }

  private void remove(Message message) {
    all.remove(message);
    bytes -= message.weight();
  }

  /** Takes the first message out; null if there is none. */
  byte @Nullable [] take() {
    if (all.isEmpty()) {
      return null;
    }
    Message first = all.iterator().next();
    remove(first);
    if (first.key == null) {
      countLasting(first, -first.weight());
    } else {
      droppable.remove(first.key);
    }
    return first.frame;
  }
}
