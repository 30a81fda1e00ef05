package dev.nave.hub.testing;

import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way between the server and one client: bytes are handed over as they are, and the client
 * takes all of them at once.
 *
 * <p><b>Threading.</b> The state is the loop's. The client's side, {@link #send}, {@link #leave}
 * and {@link #cut}, may be called from any thread.
 */
class InProcessLink implements TransportConnection {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.TRANSPORT);
  private static final Framing AS_IT_IS = message -> message;

  private final InProcessLoop loop;
  private final Client client;

  // Owned by the loop.
  private final List<byte[]> written = new ArrayList<>();
  private final Queue<byte[]> unread = new ArrayDeque<>();
  private @Nullable TransportReceiver receiver;
  private Runnable whenEnded = () -> {};
  private boolean readingPaused;
  private boolean leaving;
  private boolean ended;

  /** Who gets what the server writes. On the loop. */
  interface Client {
    /** Takes whole frames: the server never writes half of one. */
    void received(byte[] bytes);

    /** The link has ended; nothing will come any more. */
    void over();
  }

  InProcessLink(InProcessLoop loop, Client client) {
    this.loop = loop;
    this.client = client;
  }

  /**
   * Hands itself to a connection. Loop only.
   *
   * @param atEnd what is done once it has ended
   */
  void attach(Attachable connection, Runnable atEnd) {
    whenEnded = atEnd;
    try {
      receiver = connection.attach(this);
    } catch (RuntimeException | Error e) {
      log.error("a connection could not be opened", e);
      abort();
    }
  }

  // The client's side.

  void send(byte[] bytes) {
    loop.execute(
        () -> {
          unread.add(bytes);
          read();
        });
  }

  /** Leaves, behind all that was sent: while the server reads nothing, the end waits, too. */
  void leave() {
    loop.execute(
        () -> {
          leaving = true;
          read();
        });
  }

  /** Is cut: what the server has not read is lost. */
  void cut() {
    loop.execute(() -> end(ConnectionEnd.CUT, new IOException("the connection was cut")));
  }

  // The server's side.

  private void read() {
    TransportReceiver server = receiver;
    if (server == null || readingPaused || ended) {
      return;
    }
    boolean received = false;
    for (byte[] next = unread.poll(); next != null; next = readingPaused ? null : unread.poll()) {
      received = true;
      server.received(next);
    }
    if (received) {
      server.receivedAll();
    }
    if (leaving && unread.isEmpty()) {
      end(ConnectionEnd.GRACEFUL, null);
    }
  }

  @Override
  public InProcessLoop loop() {
    return loop;
  }

  /** A test client says what its test says, and nothing else: its silence is no fault. */
  @Override
  public boolean needsPings() {
    return false;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return AS_IT_IS;
  }

  @Override
  public void write(OutboundBuffer buffer) {
    if (!ended) {
      written.add(((InProcessLoop.Bytes) buffer).bytes);
    }
  }

  @Override
  public void flush() {
    written.forEach(client::received);
    written.clear();
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public void pauseReading() {
    readingPaused = true;
  }

  @Override
  public void resumeReading() {
    readingPaused = false;
    loop.execute(this::read);
  }

  @Override
  public void close(CloseStatus how) {
    flush();
    end(ConnectionEnd.GRACEFUL, null);
  }

  @Override
  public void abort() {
    end(ConnectionEnd.GRACEFUL, null);
  }

  private void end(ConnectionEnd how, @Nullable Throwable cause) {
    if (ended) {
      return;
    }
    ended = true;
    written.clear();
    unread.clear();
    client.over();
    // Later, for the server may be in the midst of something that ended the link.
    loop.execute(
        () -> {
          whenEnded.run();
          TransportReceiver server = receiver;
          if (server != null) {
            server.closed(how, cause);
          }
        });
  }
}
