package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.BodyClock;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one request, a piece each time that it is asked to: never blocks. Loop only,
 * but for what the container calls.
 */
final class BodyReader implements ReadListener {
  private static final int PIECE_BYTES = 8 * 1024;
  private static final byte[] NOTHING = {};

  private final ServletLoop loop;
  private final ServletInputStream in;
  private final AsyncEnd asyncEnd;
  private final Owner owner;
  private final BodyClock clock;
  private boolean possible;
  private boolean wanted;
  private byte @Nullable [] piece;
  private boolean last;
  private boolean over;
  private @Nullable Runnable timer;

  /** The request whose body is read. On its loop. */
  interface Owner {
    /** A piece has come. */
    void received(byte[] piece, boolean last);

    /** The client has taken too long. */
    void late(BodyReader reader);

    /** Nothing more can be read. */
    void failed(Throwable cause);
  }

  /**
   * Reads a body.
   *
   * @param time how long the client may take for each 8 KiB
   */
  BodyReader(
      ServletLoop loop, ServletInputStream in, AsyncEnd asyncEnd, Duration time, Owner owner) {
    this.loop = loop;
    this.in = in;
    this.asyncEnd = asyncEnd;
    this.owner = owner;
    clock = new BodyClock(time);
  }

  /** Begins; on the thread of the request, before it returns to the container. */
  void begin() {
    in.setReadListener(this);
  }

  /** Asks for a piece. */
  void read() {
    if (!over) {
      wanted = true;
      timer = loop.schedule(this::late, clock.start());
      pump();
    }
  }

  /** Reads no more. */
  void end() {
    over = true;
    stopTimer();
  }

  private void late() {
    if (wanted && !over) {
      end();
      owner.late(this);
    }
  }

  private void pump() {
    if (!wanted || over) {
      return;
    }
    try {
      asyncEnd.unlessOver(this::readWhatIsThere);
    } catch (IOException | RuntimeException e) {
      fail(e);
      return;
    }
    byte[] read = piece;
    if (read != null) {
      piece = null;
      wanted = false;
      stopTimer();
      clock.stop(read.length);
      owner.received(read, last);
    }
  }

  private void readWhatIsThere() throws IOException {
    if (in.isFinished()) {
      piece = NOTHING;
      last = true;
    } else if (possible && in.isReady()) {
      byte[] read = new byte[PIECE_BYTES];
      int length = in.read(read);
      piece = length < 0 ? NOTHING : Arrays.copyOf(read, length);
      last = length < 0 || in.isFinished();
    } else {
      possible = false; // Until the container says so again.
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.run();
      timer = null;
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
  public void onDataAvailable() {
    onLoop(
        () -> {
          possible = true;
          pump();
        });
  }

  @Override
  public void onAllDataRead() {
    onDataAvailable();
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
