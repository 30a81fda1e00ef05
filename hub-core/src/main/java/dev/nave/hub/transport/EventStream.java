package dev.nave.hub.transport;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The link of a client that listens to an event stream and sends by POST: the stream, which the
 * server module provides, and the way in beside it. Ends with the stream, and as intended however
 * that ends: closing it is how clients say goodbye. Owned by the stream's loop.
 */
final class EventStream implements TransportConnection, TransportReceiver {
  private final TransportConnection stream;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private @Nullable Inlet inlet;
  private boolean over;

  EventStream(TransportConnection stream) {
    this.stream = stream;
  }

  /** Goes on with who is told about the link. Returns the way in. */
  Inlet start(TransportReceiver told) {
    receiver = told;
    Inlet way = new Inlet(stream.loop(), told);
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
    stream.write(buffer);
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
  public void closed(EndOfLink how, @Nullable Throwable cause) {
    endInlet();
    receiver.closed(EndOfLink.GRACEFUL, cause);
  }
}
