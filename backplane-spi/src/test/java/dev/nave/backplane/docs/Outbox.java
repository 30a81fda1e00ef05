package dev.nave.backplane.docs;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to be written to a socket, and the thread that writes it: {@link #add} never waits for
 * the other end. It is dropped with its socket, so nothing is written later to another one.
 */
final class Outbox {
  static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;
  private static final long PING_MILLIS = 1_000;

  private final Socket socket;
  private final byte[] ping;
  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();

  private Outbox(Socket socket, byte[] ping) {
    this.socket = socket;
    this.ping = ping;
  }

  /** Begins to write; {@code ping} is what is written after a second of silence. */
  static Outbox of(Socket socket, byte[] ping) {
    Outbox outbox = new Outbox(socket, ping);
    Thread writer = new Thread(outbox::write, "relay writer " + socket.getRemoteSocketAddress());
    writer.setDaemon(true);
    writer.start();
    return outbox;
  }

  /** Any thread. Returns false, and does nothing, if too much waits already. */
  boolean add(byte[] frame) {
    if (waitingBytes.addAndGet(frame.length) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-frame.length);
      return false;
    }
    return waiting.add(frame);
  }

  /** Any thread. Closes the socket if too much waits: its reader learns of it. */
  void addOrCut(byte[] frame) {
    if (!add(frame)) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed all the same.
      }
    }
  }

  private void write() {
    try (socket) {
      OutputStream out = socket.getOutputStream();
      while (!socket.isClosed()) {
        byte[] next = waiting.poll(PING_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          waitingBytes.addAndGet(-next.length);
        }
        out.write(next != null ? next : ping);
      }
    } catch (IOException | InterruptedException e) {
      // The socket is closed now, and its reader does the rest.
    }
  }
}
