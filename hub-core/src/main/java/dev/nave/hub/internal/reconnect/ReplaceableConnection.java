package dev.nave.hub.internal.reconnect;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import org.jspecify.annotations.Nullable;

/**
 * The link of a connection that may get another one: it leads to the link of the moment, and to
 * nowhere while there is none. All of them live on one loop and wrap messages alike.
 *
 * <p><b>Threading.</b> Owned by the connection's loop, as any link.
 */
public final class ReplaceableConnection implements TransportConnection {
  private final ConnectionLoop loop;
  private final Framing text;
  private final Framing binary;
  private @Nullable TransportConnection current;
  private TransferFormat format = TransferFormat.TEXT;
  private boolean readingPaused;

  /** Begins with the first link. */
  public ReplaceableConnection(TransportConnection first) {
    loop = first.loop();
    text = first.lastingFraming(TransferFormat.TEXT);
    binary = first.lastingFraming(TransferFormat.BINARY);
    current = first;
  }

  /** Leads to {@code fresh} from now on; the link before it, if it still lives, is cut. */
  void replace(TransportConnection fresh) {
    if (fresh.loop() != loop || fresh.lastingFraming(TransferFormat.TEXT) != text) {
      throw new IllegalArgumentException(
          "a link can be replaced by one of the same loop and framing only, not by " + fresh);
    }
    TransportConnection old = current;
    current = fresh; // First: nothing that the old one says about its end concerns anybody.
    if (old != null) {
      old.abort();
    }
    fresh.writesIn(format);
    if (readingPaused) {
      fresh.pauseReading();
    }
  }

  /** Returns what passes on to {@code connection} what the link of this moment tells. */
  public TransportReceiver receiver(TransportReceiver connection) {
    return new Receiver(current, connection);
  }

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return format == TransferFormat.TEXT ? text : binary;
  }

  @Override
  public void writesIn(TransferFormat value) {
    format = value;
    TransportConnection link = current;
    if (link != null) {
      link.writesIn(value);
    }
  }

  @Override
  public void accepted() {
    TransportConnection link = current;
    if (link != null) {
      link.accepted();
    }
  }

  @Override
  public void write(OutboundBuffer buffer) {
    TransportConnection link = current;
    if (link != null) {
      link.write(buffer);
    }
  }

  @Override
  public void flush() {
    TransportConnection link = current;
    if (link != null) {
      link.flush();
    }
  }

  @Override
  public long pendingBytes() {
    TransportConnection link = current;
    return link == null ? 0 : link.pendingBytes();
  }

  @Override
  public void pauseReading() {
    readingPaused = true;
    TransportConnection link = current;
    if (link != null) {
      link.pauseReading();
    }
  }

  @Override
  public void resumeReading() {
    readingPaused = false;
    TransportConnection link = current;
    if (link != null) {
      link.resumeReading();
    }
  }

  @Override
  public void close(CloseStatus how) {
    TransportConnection link = current;
    if (link != null) {
      link.close(how);
    }
  }

  @Override
  public void abort() {
    TransportConnection link = current;
    if (link != null) {
      link.abort();
    }
  }

  /** Passes on what one link tells, for as long as it is the one of the moment. */
  private final class Receiver implements TransportReceiver {
    private final @Nullable TransportConnection link;
    private final TransportReceiver connection;

    Receiver(@Nullable TransportConnection link, TransportReceiver connection) {
      this.link = link;
      this.connection = connection;
    }

    private boolean counts() {
      return link == current;
    }

    @Override
    public void received(byte[] bytes) {
      if (counts()) {
        connection.received(bytes);
      }
    }

    @Override
    public void receivedAll() {
      if (counts()) {
        connection.receivedAll();
      }
    }

    @Override
    public void writable() {
      if (counts()) {
        connection.writable();
      }
    }

    @Override
    public void closed(ConnectionEnd how, @Nullable Throwable cause) {
      if (counts()) {
        current = null;
        connection.closed(how, cause);
      }
    }
  }
}
