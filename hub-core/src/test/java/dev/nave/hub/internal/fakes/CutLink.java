package dev.nave.hub.internal.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link that passes so many bytes in each direction, and is cut by the next one. What the server
 * does to it is written down; what it has written arrives at its client at once.
 */
public final class CutLink implements TransportConnection {
  /** The budget of a link that is not cut. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** How it wraps messages: not at all. */
  public static final Framing UNFRAMED = message -> message;

  private final FakeLoop loop;
  private final List<FakeLoop.Buffer> unflushed = new ArrayList<>();
  private final List<FakeLoop.Buffer> flushed = new ArrayList<>();
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private final List<String> done = new ArrayList<>();
  private int bytesToClient = UNLIMITED;
  private int bytesToServer = UNLIMITED;
  private int passedToServer;
  private long pendingBytes;
  private boolean stalls;
  private boolean stalled;
  private boolean over;
  private @Nullable TransportReceiver receiver;

  /** Creates a link that is not cut. */
  public CutLink(FakeLoop loop) {
    this.loop = loop;
  }

  /** Says who is told what happens. */
  public void tells(TransportReceiver server) {
    receiver = server;
  }

  /** Lets so many more bytes pass before the cut. */
  public void cutAfter(int moreToClient, int moreToServer) {
    bytesToClient = plus(arrived.size(), moreToClient);
    bytesToServer = plus(passedToServer, moreToServer);
  }

  /**
   * What the client sends past the budget is lost on the way; the cut comes later, from outside.
   */
  public void stallAfter(int moreToServer) {
    cutAfter(UNLIMITED, moreToServer);
    stalls = true;
  }

  /** What the server sends past the budget is lost; the cut comes later, from outside. */
  public void loseAfter(int moreToClient) {
    cutAfter(moreToClient, UNLIMITED);
    stalls = true;
  }

  /** Returns whether something of the client was lost, and the link is not cut yet. */
  public boolean isStalled() {
    return stalled && !over;
  }

  private static int plus(int sum, int more) {
    return more == UNLIMITED ? UNLIMITED : sum + more;
  }

  /** The client sends, as far as it gets. */
  public void fromClient(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (over || stalled) {
      return;
    }
    int pass = Math.min(bytes.length, bytesToServer - passedToServer);
    passedToServer += pass;
    if (pass > 0) {
      server().received(Arrays.copyOf(bytes, pass));
      server().receivedAll();
    }
    if (pass < bytes.length) {
      stalled = stalls;
      if (!stalls) {
        cut();
      }
    }
  }

  /** The socket is cut. */
  public void cut() {
    end(ConnectionEnd.CUT, null);
  }

  /** The socket is reset. */
  public void reset() {
    end(ConnectionEnd.CUT, new IOException("reset"));
  }

  /** The client says goodbye as WebSockets do. */
  public void closeFromClient() {
    end(ConnectionEnd.GRACEFUL, null);
  }

  /** The server hears something of a link, whether it was replaced or not. */
  public void tellAnyway(String text) {
    server().received(text.getBytes(StandardCharsets.UTF_8));
    server().receivedAll();
    server().closed(ConnectionEnd.GRACEFUL, null);
  }

  private void end(ConnectionEnd how, @Nullable Throwable cause) {
    if (!over) {
      over = true;
      server().closed(how, cause);
    }
  }

  private TransportReceiver server() {
    TransportReceiver told = receiver;
    if (told == null) {
      throw new IllegalStateException("nobody is told yet");
    }
    return told;
  }

  /** Returns whether it was cut, or closed by either side. */
  public boolean isOver() {
    return over;
  }

  /** Returns what has arrived at the client. */
  public String arrived() {
    return arrived.toString(StandardCharsets.UTF_8);
  }

  /** Returns the bytes that have passed to the client, and those to the server. */
  public int[] passed() {
    return new int[] {arrived.size(), passedToServer};
  }

  /** Returns the buffers that were flushed. */
  public List<FakeLoop.Buffer> flushed() {
    return flushed;
  }

  /** Returns what was done to the link besides writing. */
  public List<String> done() {
    return done;
  }

  /** The client's socket leaves so many bytes. */
  public void leavePending(long bytes) {
    pendingBytes = bytes;
  }

  @Override
  public FakeLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return UNFRAMED;
  }

  @Override
  public void write(OutboundBuffer buffer) {
    FakeLoop.Buffer bytes = (FakeLoop.Buffer) buffer;
    assertThat(bytes.released()).as("written after its release").isFalse();
    if (!over) {
      unflushed.add(bytes);
    }
  }

  @Override
  public void flush() {
    flushed.addAll(unflushed);
    List<FakeLoop.Buffer> leaving = List.copyOf(unflushed);
    unflushed.clear();
    boolean isTooMuch = false;
    for (FakeLoop.Buffer buffer : leaving) {
      int pass = Math.min(buffer.length(), bytesToClient - arrived.size());
      arrived.write(buffer.bytes(), 0, pass);
      isTooMuch |= pass < buffer.length();
    }
    if (isTooMuch && !stalls) {
      loop.execute(this::cut); // Later, as sockets do.
    }
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public void pauseReading() {
    done.add("pause");
  }

  @Override
  public void resumeReading() {
    done.add("resume");
  }

  @Override
  public void close(CloseStatus how) {
    done.add("close " + how);
    over = true;
  }

  @Override
  public void abort() {
    done.add("abort");
    over = true;
  }
}
