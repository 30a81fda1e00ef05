package dev.nave.transport.servlet.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.transport.servlet.internal.ServletLoop.Bytes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one WebSocket sends: one message at a time, in which all that waits is joined up to a bound.
 * Hub protocols say themselves where a message ends, so clients take several in one. Loop only.
 */
final class Outbox {
  /** Larger messages are not joined with others. */
  private static final int MOST_JOINED = 64 * 1024;

  private final RemoteEndpoint.Async remote;
  private final ServletLoop loop;
  private final Owner owner;
  private final Queue<Bytes> waiting = new ArrayDeque<>();
  private TransferFormat format = TransferFormat.TEXT;
  private long waitingBytes;
  private int sendingBytes;
  private boolean sending;
  private boolean within;
  private @Nullable SendResult atOnce;

  /** The connection that sends. */
  interface Owner {
    /** The socket has taken a message, in a turn of its own. */
    void sent();

    /** A message cannot be sent. */
    void notSent(Throwable cause);
  }

  Outbox(RemoteEndpoint.Async remote, ServletLoop loop, Owner owner) {
    this.remote = remote;
    this.loop = loop;
    this.owner = owner;
  }

  void format(TransferFormat value) {
    format = value;
  }

  void add(Bytes bytes) {
    waiting.add(bytes);
    waitingBytes += bytes.length();
  }

  /** Returns how many bytes the socket has not taken. */
  long pendingBytes() {
    return waitingBytes + sendingBytes;
  }

  void clear() {
    waiting.clear();
    waitingBytes = 0;
  }

  /** Sends what waits, unless a message is under way: then it follows that one. */
  void flush() {
    while (!sending && !waiting.isEmpty()) {
      send(next());
      SendResult result = atOnce;
      atOnce = null;
      if (result != null) {
        sending = false;
        sendingBytes = 0;
        if (!result.isOK()) {
          owner.notSent(result.getException());
          return;
        }
      }
    }
  }

  private Bytes next() {
    Bytes first = waiting.remove();
    int length = first.length();
    Bytes second = waiting.peek();
    if (second != null && length + second.length() <= MOST_JOINED) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream(MOST_JOINED / 8);
      joined.writeBytes(first.copy());
      while (second != null && length + second.length() <= MOST_JOINED) {
        joined.writeBytes(second.copy());
        length += second.length();
        waiting.remove();
        second = waiting.peek();
      }
      first = new Bytes(joined.toByteArray());
    }
    waitingBytes -= length;
    return first;
  }

  private void send(Bytes message) {
    sending = true;
    sendingBytes = message.length();
    within = true;
    try {
      if (format == TransferFormat.TEXT) {
        remote.sendText(message.text(), this::taken);
      } else {
        remote.sendBinary(ByteBuffer.wrap(message.copy()).asReadOnlyBuffer(), this::taken);
      }
    } catch (RuntimeException e) { // The session has been closed meanwhile.
      atOnce = new SendResult(e);
    } finally {
      within = false;
    }
  }

  /** Any thread: often this very one, before the method that sends has returned. */
  private void taken(SendResult result) {
    if (loop.inLoop() && within) {
      atOnce = result;
    } else {
      loop.offer(() -> takenLater(result));
    }
  }

  private void takenLater(SendResult result) {
    sending = false;
    sendingBytes = 0;
    if (result.isOK()) {
      flush();
      owner.sent();
    } else {
      owner.notSent(result.getException());
    }
  }
}
