package dev.nave.transport.servlet.internal;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes the body of one response as the socket takes it: never blocks. Loop only, but for what the
 * container calls.
 */
final class BodyWriter implements WriteListener {
  private final ServletLoop loop;
  private final ServletOutputStream out;
  private final AsyncEnd asyncEnd;
  private final Owner owner;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private int writingBytes;
  private boolean possible;
  private boolean flushAsked;
  private boolean allTaken;
  private boolean finishing;
  private boolean over;

  /** The response that is written. On its loop. */
  interface Owner {
    /** The socket has taken everything. */
    void taken();

    /** The socket has taken everything, and nothing follows. */
    void finished();

    /** The socket takes nothing any more. */
    void failed(Throwable cause);
  }

  BodyWriter(ServletLoop loop, ServletOutputStream out, AsyncEnd asyncEnd, Owner owner) {
    this.loop = loop;
    this.out = out;
    this.asyncEnd = asyncEnd;
    this.owner = owner;
  }

  /** Begins; the container says then when it can be written. */
  void begin() {
    out.setWriteListener(this);
  }

  void write(byte[] bytes) {
    if (!over && !finishing && bytes.length > 0) {
      waiting.add(bytes);
      waitingBytes += bytes.length;
    }
  }

  /** Hands what was written to the socket, as far as it takes it. */
  void flush() {
    flushAsked = true;
    pump(false);
  }

  /** Writes nothing more; {@link Owner#finished} follows. */
  void finish() {
    finishing = true;
    flush();
  }

  /** Forgets what has not been taken. */
  void end() {
    over = true;
    waiting.clear();
    waitingBytes = 0;
    writingBytes = 0;
  }

  long pendingBytes() {
    return waitingBytes + writingBytes;
  }

  private void pump(boolean tell) {
    if (!possible || over) {
      return;
    }
    try {
      asyncEnd.unlessOver(this::writeWhatIsTaken);
    } catch (IOException | RuntimeException e) {
      fail(e);
      return;
    }
    if (allTaken) {
      allTaken = false;
      told(tell);
    }
  }

  private void writeWhatIsTaken() throws IOException {
    while (out.isReady()) {
      writingBytes = 0;
      byte[] next = waiting.poll();
      if (next != null) {
        waitingBytes -= next.length;
        writingBytes = next.length;
        flushAsked = true;
        out.write(next);
      } else if (flushAsked) {
        flushAsked = false;
        out.flush();
      } else {
        allTaken = true;
        return;
      }
    }
    possible = false; // Until the container says so again.
  }

  private void told(boolean tell) {
    if (finishing) {
      over = true;
      owner.finished();
    } else if (tell) {
      owner.taken();
    }
  }

  private void fail(Throwable cause) {
    if (!over) {
      end();
      owner.failed(cause);
    }
  }

  // What the container calls.

  @Override
  public void onWritePossible() {
    onLoop(
        () -> {
          possible = true;
          pump(true);
        });
  }

  @Override
  public void onError(Throwable cause) {
    onLoop(() -> fail(cause));
  }

  private void onLoop(Runnable task) {
    if (!loop.offer(task)) {
      over = true; // The transport has ended.
    }
  }
}
