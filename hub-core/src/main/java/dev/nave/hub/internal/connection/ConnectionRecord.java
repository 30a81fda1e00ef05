package dev.nave.hub.internal.connection;

import dev.nave.hub.ConnectionInfo;
import dev.nave.hub.internal.accept.ConnectionRequest;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.meters.EndReason;
import dev.nave.hub.protocol.CloseMessage;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.transport.RefusalLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who one connection is, since when, and how it ended: for meters, for an operator who asks, and
 * for the log, which gets one line for its beginning and one for its end, at DEBUG under {@value
 * #LOGGER}.
 *
 * <p><b>Threading.</b> It begins and ends on the connection's loop; any thread reads.
 */
public final class ConnectionRecord {
  /** The name of the logger. */
  public static final String LOGGER = LogCategory.CONNECTIONS;

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  private final String hub;
  private final ConnectionMeters meters;
  private final ConnectionRequest opening;
  private volatile ConnectionRequest request;

  /** Set before {@link #startedAt}, to be read after it. */
  private @Nullable HubProtocol protocol;

  private volatile @Nullable Instant startedAt;
  private long beganAt;

  /** What is known of the end better than its error tells; null before there is something. */
  private @Nullable ReasonToEnd reason;

  /**
   * Begins before the handshake.
   *
   * @param hub the name of the hub
   * @param request who connects, and with what
   */
  public ConnectionRecord(String hub, ConnectionRequest request, ConnectionMeters meters) {
    this.hub = hub;
    opening = request;
    this.request = request;
    this.meters = meters;
  }

  /** Returns the public id. */
  public String id() {
    return request.connectionId();
  }

  /** There is a link. */
  void began(long now) {
    beganAt = now;
  }

  /** The client has shaken hands. */
  void started(HubProtocol negotiated) {
    protocol = negotiated;
    startedAt = Instant.now();
    meters.started(request.transport(), negotiated);
    if (log.isDebugEnabled()) {
      log.debug(
          "connection {} of hub {} started: {}, from {}",
          id(),
          hub,
          describe(negotiated),
          request.httpRequest().remoteAddress().map(Object::toString).orElse("an unknown address"));
    }
  }

  private String describe(HubProtocol negotiated) {
    String userId = request.userId();
    return request.transport().wireName()
        + " with "
        + negotiated.name()
        + ", "
        + (userId == null ? "without a user" : "user " + RefusalLog.quote(userId));
  }

  /** The client has come back, with this request. */
  public void returned(ConnectionRequest latest) {
    request = latest;
  }

  /**
   * Says why and how the connection ends, or will; what was said first holds. Loop only.
   *
   * @param how null if the error says it
   */
  void because(EndReason why, @Nullable String how) {
    if (reason == null) {
      reason = new ReasonToEnd(why, how);
    }
  }

  /**
   * The connection has ended.
   *
   * @param cause what went wrong; null if nothing did
   * @param close what the client is told; null if nothing
   */
  void ended(long now, @Nullable Throwable cause, @Nullable CloseMessage close) {
    ReasonToEnd known = reason == null ? ReasonToEnd.of(cause, close) : reason;
    HubProtocol was = protocol;
    meters.ended(request.transport(), was, known.reason(), now - beganAt);
    if (log.isDebugEnabled()) {
      log.debug(
          "connection {} of hub {} ended: {} ({}), after {}: {}",
          id(),
          hub,
          describe(known.how(), cause, close),
          known.reason().tag(),
          Duration.ofMillis((now - beganAt) / 1_000_000),
          was == null ? request.transport().wireName() + ", before its handshake" : describe(was));
    }
  }

  private static String describe(
      @Nullable String how, @Nullable Throwable cause, @Nullable CloseMessage close) {
    if (cause != null) {
      String what = cause.getClass().getSimpleName();
      String text = cause.getMessage();
      return (how == null ? "because of " : how + ": ")
          + (text == null ? what : what + ": " + RefusalLog.quote(text));
    }
    if (how != null) {
      return how;
    }
    return close != null && Boolean.TRUE.equals(close.allowReconnect())
        ? "the server sent its client elsewhere"
        : "the server ended it";
  }

  /** Tells the endpoint that the connection is over: what it took for its first request is free. */
  void over() {
    opening.ended();
  }

  /** Returns what an operator is shown; empty before the end of the handshake. */
  public Optional<ConnectionInfo> info(Set<String> groups, long pendingBytes) {
    Instant since = startedAt;
    HubProtocol spoken = protocol;
    ConnectionRequest latest = request;
    return since == null || spoken == null
        ? Optional.empty()
        : Optional.of(
            new ConnectionInfo(
                latest.connectionId(),
                hub,
                Optional.ofNullable(latest.userId()),
                latest.transport(),
                spoken.name(),
                latest.httpRequest().remoteAddress(),
                since,
                groups,
                pendingBytes));
  }
}
