package dev.nave.transport.servlet.internal;

import dev.nave.hub.protocol.TransferFormat;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import dev.nave.hub.transport.EndpointAnswer.Attachable;
import dev.nave.hub.transport.Framing;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.hub.transport.TransportConnection;
import dev.nave.hub.transport.TransportReceiver;
import dev.nave.hub.transport.TransportReceiver.ConnectionEnd;
import dev.nave.transport.servlet.internal.ServletLoop.Bytes;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket of the container. Loop only, but for {@link #received}, {@link #closed} and {@link
 * #failed}, which the container calls.
 *
 * <p>It ends ({@link TransportReceiver#closed}) when the container says that the session is closed:
 * with the client's close frame, an invalid frame, or the socket. What the client has sent before
 * its close frame is received before.
 *
 * <p>The container's own methods to close may block for a moment, so they run on threads of the
 * transport that nothing else waits for, those of one WebSocket in order.
 */
final class ServletWebSocket implements TransportConnection, Outbox.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** The WebSocket close code of a server that stops. Source: RFC 6455, section 7.4.1. */
  private static final int GOING_AWAY = 1001;

  /**
   * How long a client has to close first. Most clients say in a hub message that they leave, and
   * close at once: where both sides close at a time, Tomcat may cut the socket before its own close
   * frame is out.
   */
  private static final Duration CLIENTS_TURN = Duration.ofMillis(50);

  private final RunningTransport transport;
  private final ServletLoop loop;
  private final ContainerSession container;
  private final Inbox inbox;
  private final Outbox outbox;
  private TransportReceiver receiver = IgnoringReceiver.INSTANCE;
  private boolean readingPaused;

  // The end.
  private Phase phase = Phase.OPEN;
  private int closeCode;
  private boolean closeDue;
  private boolean endedByServer;
  private boolean stopping;
  private boolean clientClosed;
  private @Nullable Throwable cause;
  private CompletableFuture<Void> containerTold = CompletableFuture.completedFuture(null);

  /** How far a connection is. It never goes back. */
  private enum Phase {
    /** Data goes both ways. */
    OPEN,
    /** The server's end waits behind what was written; nothing more is written. */
    CLOSING,
    /** The server's close frame is on its way, or the socket is being cut. */
    CLOSED,
    /** {@link TransportReceiver#closed} was called. */
    ENDED
  }

  ServletWebSocket(RunningTransport transport, ServletLoop loop, Session session) {
    this.transport = transport;
    this.loop = loop;
    container = new ContainerSession(session, transport.settings().closeTimeout());
    inbox = new Inbox(transport.settings().maxUnreadBytes(), container);
    outbox = new Outbox(session.getAsyncRemote(), loop, this);
  }

  /** Hands itself to the hub's connection. Called once. Any thread. */
  void attachTo(Attachable connection) {
    if (!loop.offer(() -> attach(connection))) {
      connection.abandon();
      container.abort();
    }
  }

  /** The hub has given up to wait for it. Any thread, in place of {@link #attachTo}. */
  void refuse() {
    transport.whereItMayBlock(container::abort);
  }

  /** Tells the container of the end, behind what it was told before. */
  private void tell(Runnable task) {
    containerTold = containerTold.thenRunAsync(task, transport::whereItMayBlock);
  }

  private void attach(Attachable connection) {
    if (phase != Phase.OPEN) { // The server stops.
      connection.abandon();
      return;
    }
    try {
      receiver = connection.attach(this);
    } catch (RuntimeException | Error e) {
      LOG.error("cannot attach a WebSocket to its connection", e);
      cause = e;
      close(CloseStatus.ERROR);
    }
  }

  // What hub-core calls.

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public Framing framing(TransferFormat format) {
    return format == TransferFormat.TEXT ? ContainerFraming.TEXT : ContainerFraming.BINARY;
  }

  @Override
  public void writesIn(TransferFormat format) {
    outbox.format(format);
  }

  @Override
  public void write(OutboundBuffer buffer) {
    assert loop.inLoop();
    if (phase == Phase.OPEN) {
      outbox.add((Bytes) buffer);
    }
  }

  @Override
  public void flush() {
    if (phase == Phase.OPEN) {
      outbox.flush();
    }
  }

  @Override
  public long pendingBytes() {
    return outbox.pendingBytes();
  }

  @Override
  public void pauseReading() {
    readingPaused = true;
  }

  @Override
  public void resumeReading() {
    if (readingPaused) {
      readingPaused = false;
      loop.execute(this::read);
    }
  }

  @Override
  public void close(CloseStatus how) {
    close(how.webSocketCode());
  }

  private void close(int code) {
    assert loop.inLoop();
    if (phase == Phase.OPEN) {
      endedByServer = true;
      phase = Phase.CLOSING;
      closeCode = code;
      loop.schedule(this::cutUnanswered, transport.settings().closeTimeout());
      outbox.flush();
      inbox.end(); // The client's close frame must be read, paused or not.
      closeWhenSent();
    }
  }

  private void closeWhenSent() {
    if (phase == Phase.CLOSING && outbox.pendingBytes() == 0) {
      phase = Phase.CLOSED;
      closeDue = true;
      Duration half = transport.settings().closeTimeout().dividedBy(2);
      loop.schedule(this::closeNow, half.compareTo(CLIENTS_TURN) < 0 ? half : CLIENTS_TURN);
      endWithoutAnswer();
    }
  }

  private void closeNow() {
    if (closeDue) {
      closeDue = false;
      int code = closeCode;
      tell(() -> container.close(code));
    }
  }

  @Override
  public void abort() {
    assert loop.inLoop();
    if (phase != Phase.ENDED) {
      endedByServer = true;
      cut();
    }
  }

  /** The server stops: what was written is still sent, for no longer than a close may take. */
  void stop() {
    loop.offer(
        () -> {
          stopping = true;
          close(GOING_AWAY);
          endWithoutAnswer();
        });
  }

  /**
   * Cuts the socket behind the close frame, once that is due: a server that stops waits no more.
   */
  private void endWithoutAnswer() {
    if (stopping && phase != Phase.CLOSING) {
      closeNow();
      tell(container::abort);
      end(ConnectionEnd.GRACEFUL);
    }
  }

  /** Some containers say that a session is closed before the client has answered. */
  private void cutUnanswered() {
    cut();
    tell(container::abort);
  }

  private void cut() {
    if (phase != Phase.ENDED) {
      phase = Phase.CLOSED;
      closeDue = false;
      outbox.clear();
      loop.execute(() -> end(endedByServer ? ConnectionEnd.GRACEFUL : ConnectionEnd.CUT));
      tell(container::abort);
    }
  }

  // What the socket says.

  @Override
  public void sent() {
    if (phase == Phase.OPEN) {
      receiver.writable();
    } else {
      closeWhenSent();
    }
  }

  @Override
  public void notSent(Throwable failure) {
    LOG.debug("a WebSocket failed: {}", failure.toString());
    if (phase == Phase.OPEN || phase == Phase.CLOSING) {
      cause = cause == null ? failure : cause;
      cut();
    }
  }

  // What comes from the client.

  /** Bytes came. Any thread, but one at a time. */
  void received(byte[] bytes) {
    if (bytes.length > 0) {
      switch (inbox.add(bytes)) {
        case ANNOUNCE -> loop.offer(this::read);
        case TOO_MUCH -> loop.offer(this::tooMuch);
        case KNOWN, LATE -> {}
      }
    }
  }

  private void read() {
    boolean any = false;
    while (!readingPaused && phase == Phase.OPEN) {
      byte[] next = inbox.take();
      if (next == null) {
        break;
      }
      any = true;
      receiver.received(next);
    }
    if (any) {
      receiver.receivedAll();
    }
    if (clientClosed && (phase != Phase.OPEN || inbox.isEmpty())) {
      end(ConnectionEnd.GRACEFUL);
    }
  }

  private void tooMuch() {
    if (phase == Phase.OPEN) {
      int bound = transport.settings().maxUnreadBytes();
      String text =
          "a client sent more than ServletTransport maxUnreadBytes, which is "
              + bound
              + ", while the hub read none of it, and this container cannot pause it";
      transport.endpoint().refusals().refused(Kind.UNREAD_BYTES, () -> text);
      cause = new IllegalStateException(text);
      close(CloseStatus.ERROR);
      end(ConnectionEnd.GRACEFUL);
    }
  }

  /** The session is closed. Any thread. */
  void closed(CloseReason reason) {
    loop.offer(
        () -> {
          boolean cut = reason.getCloseCode().getCode() == CloseCodes.CLOSED_ABNORMALLY.getCode();
          if (cut || phase != Phase.OPEN) { // What was cut here has a reason of the container's.
            end(endedByServer ? ConnectionEnd.GRACEFUL : ConnectionEnd.CUT);
          } else {
            clientClosed = true;
            if (readingPaused && !inbox.isEmpty()) { // What it sent before is to be read.
              loop.schedule(() -> end(ConnectionEnd.GRACEFUL), transport.settings().closeTimeout());
            }
            read();
          }
        });
  }

  /** Something went wrong; {@link #closed} follows. Any thread. */
  void failed(Throwable failure) {
    LOG.debug("a WebSocket failed: {}", failure.toString());
    loop.offer(() -> cause = cause == null ? failure : cause);
  }

  private void end(ConnectionEnd how) {
    if (phase != Phase.ENDED) {
      phase = Phase.ENDED;
      closeDue = false;
      inbox.end();
      outbox.clear();
      transport.ended(this);
      receiver.closed(how, cause);
    }
  }
}
