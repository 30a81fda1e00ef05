package dev.nave.transport.servlet.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.EventStreamFraming;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of Server-Sent Events: a response that does not end by itself. Loop only.
 *
 * <p>A container notices that a client has left when a write fails, and a socket whose other side
 * is closed still takes the first one. So a stream that is silent for a while gets a comment.
 */
final class ServletEventStream implements TransportConnection, BodyWriter.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  private final RunningTransport transport;
  private final ServletLoop loop;
  private final HttpServletRequest request;
  private final AsyncEnd asyncEnd;
  private final Runnable endWithTransport = this::endWithTransport;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private @Nullable BodyWriter writer;
  private Runnable probeTimer = () -> {};
  private boolean silent;
  private boolean endedByServer;
  private boolean ended;

  ServletEventStream(
      RunningTransport transport, ServletLoop loop, HttpServletRequest request, AsyncEnd asyncEnd) {
    this.transport = transport;
    this.loop = loop;
    this.request = request;
    this.asyncEnd = asyncEnd;
  }

  /**
   * Writes the first bytes of the body, and hands itself to the hub's connection, which is there
   * before the client gets the first byte. Called once.
   */
  void begin(ServletOutputStream out, byte[] first, Attachable connection) {
    BodyWriter writing = new BodyWriter(loop, out, asyncEnd, this);
    writer = writing;
    writing.write(first);
    transport.began(endWithTransport);
    try {
      receiver = connection.attach(this);
    } catch (RuntimeException | Error e) {
      LOG.error("cannot attach an event stream to its connection", e);
      abort();
      return;
    }
    writing.begin();
    writing.flush();
    probeLater();
  }

  private void probeLater() {
    silent = true;
    probeTimer = loop.schedule(this::probe, transport.settings().eventStreamProbeInterval());
  }

  private void probe() {
    if (ended || endedByServer) {
      return;
    }
    if (writer != null && silent && writer.pendingBytes() == 0) {
      writer.write(EventStreamFraming.comment());
      writer.flush();
    }
    probeLater();
  }

  private void endWithTransport() {
    loop.offer(() -> close(CloseStatus.NORMAL));
  }

  // What hub-core calls.

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return EventStreamFraming.INSTANCE;
  }

  @Override
  public void write(OutboundBuffer buffer) {
    if (writer != null && !endedByServer) {
      silent = false;
      writer.write(buffer.copy());
    }
  }

  @Override
  public void flush() {
    if (writer != null) {
      writer.flush();
    }
  }

  @Override
  public long pendingBytes() {
    return writer == null ? 0 : writer.pendingBytes();
  }

  /** Nothing is received here, so there is nothing to pause. */
  @Override
  public void pauseReading() {}

  @Override
  public void resumeReading() {}

  @Override
  public void close(CloseStatus how) {
    if (!ended && !endedByServer && writer != null) {
      endedByServer = true;
      loop.schedule(this::abort, transport.settings().closeTimeout());
      writer.finish();
    }
  }

  @Override
  public void abort() {
    if (!ended) {
      endedByServer = true;
      ContainerRequests.cut(request, asyncEnd);
      loop.offer(() -> end(null)); // In a turn of its own: the hub may be in the midst of a write.
    }
  }

  // What the socket says.

  @Override
  public void taken() {
    receiver.writable();
  }

  @Override
  public void finished() {
    loop.offer(() -> end(null));
  }

  @Override
  public void failed(Throwable cause) {
    LOG.debug("an event stream failed: {}", cause.toString());
    loop.offer(() -> end(cause));
  }

  private void end(@Nullable Throwable cause) {
    if (ended) {
      return;
    }
    ended = true;
    probeTimer.run();
    transport.ended(endWithTransport);
    if (writer != null) {
      writer.end();
    }
    if (cause == null) {
      asyncEnd.complete();
    } else {
      asyncEnd.completeAfterError();
    }
    receiver.closed(endedByServer ? ConnectionEnd.GRACEFUL : ConnectionEnd.CUT, cause);
  }
}
