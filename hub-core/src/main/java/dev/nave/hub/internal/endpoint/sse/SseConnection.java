package dev.nave.hub.internal.endpoint.sse;

import dev.nave.hub.TransportType;
import dev.nave.hub.internal.endpoint.polling.PostedMessages;
import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EventStreamFraming;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The link of a client that listens to an event stream and sends by POST: the stream, which the
 * server module provides, and the way in beside it. Ends with the stream, always without an error:
 * clients disconnect by closing it.
 *
 * <p>The answer to the handshake waits for the next message, or until the hub accepts the
 * connection, but not longer than {@link #LONGEST_HOLD}, so that a refusal arrives in the same
 * event. The JavaScript client posts a ping when it has read the answer. If the end crosses that
 * ping, the client fails with the status of its ping, or behaves as connected, and does not report
 * the reason.
 *
 * <p>Owned by the stream's loop.
 */
public final class SseConnection implements TransportConnection, TransportReceiver {
  /** How long the answer to the handshake is held back. */
  static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

  private final TransportConnection stream;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private @Nullable PostedMessages inlet;
  private boolean over;
  private boolean answered;
  private byte @Nullable [] held;
  private Runnable holdTimer = () -> {};

  public SseConnection(TransportConnection stream) {
    this.stream = stream;
  }

  /** Goes on with who is told about the link. Returns the way in. */
  public PostedMessages start(TransportReceiver told) {
    receiver = told;
    PostedMessages way = new PostedMessages(stream.loop(), told);
    inlet = way;
    if (over) {
      way.end();
    }
    return way;
  }

  // What hub-core asks for.

  @Override
  public ConnectionLoop loop() {
    return stream.loop();
  }

  @Override
  public Framing framing(TransferFormat format) {
    return EventStreamFraming.INSTANCE;
  }

  @Override
  public boolean carries(TransferFormat format) {
    return TransportType.SERVER_SENT_EVENTS.transferFormats().contains(format);
  }

  @Override
  public void write(OutboundBuffer buffer) {
    if (!answered) {
      answered = true;
      held = buffer.copy();
      holdTimer = loop().schedule(this::accepted, LONGEST_HOLD);
      return;
    }
    byte[] first = takeHeld();
    if (first == null) {
      stream.write(buffer);
    } else {
      writeBytes(EventStreamFraming.append(first, buffer.copy()));
    }
  }

  @Override
  public void accepted() {
    byte[] first = takeHeld();
    if (first != null) {
      writeBytes(first);
      stream.flush();
    }
  }

  private byte @Nullable [] takeHeld() {
    byte[] taken = held;
    if (taken != null) {
      held = null;
      holdTimer.run();
    }
    return taken;
  }

  private void writeBytes(byte[] events) {
    OutboundBuffer buffer = loop().join(List.of(events));
    stream.write(buffer);
    buffer.release();
  }

  @Override
  public void flush() {
    stream.flush();
  }

  @Override
  public long pendingBytes() {
    return stream.pendingBytes();
  }

  @Override
  public void pauseReading() {
    if (inlet != null) {
      inlet.pause();
    }
  }

  @Override
  public void resumeReading() {
    if (inlet != null) {
      inlet.resume();
    }
  }

  @Override
  public void close(CloseStatus how) {
    accepted();
    endInlet();
    stream.close(how);
  }

  @Override
  public void abort() {
    endInlet();
    stream.abort();
  }

  private void endInlet() {
    over = true;
    takeHeld();
    if (inlet != null) {
      inlet.end();
    }
  }

  // What the stream tells.

  @Override
  public void received(byte[] bytes) {
    // An event stream brings nothing.
  }

  @Override
  public void receivedAll() {
    // See above.
  }

  @Override
  public void writable() {
    receiver.writable();
  }

  @Override
  public void closed(ConnectionEnd how, @Nullable Throwable cause) {
    endInlet();
    // A stream that was cut has ended as intended, too: its cause is how sockets end.
    receiver.closed(ConnectionEnd.GRACEFUL, how == ConnectionEnd.CUT ? null : cause);
  }
}
