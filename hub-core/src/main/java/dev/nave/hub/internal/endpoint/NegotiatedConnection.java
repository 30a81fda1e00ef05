package dev.nave.hub.internal.endpoint;

import dev.nave.hub.TransportType;
import dev.nave.hub.internal.accept.ConnectionUser;
import dev.nave.hub.internal.accept.Reattachable;
import dev.nave.hub.transport.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a client has negotiated: unused until a link claims it, then in use until it is
 * over. Any thread.
 */
final class NegotiatedConnection {
  private final HubMapping hub;
  private final String id;
  private final String token;
  private final ClientAddress address;
  private final boolean statefulReconnect;
  private final long deadlineNanos;
  private volatile @Nullable Returnable returnable;
  private State state = State.UNUSED;
  private volatile @Nullable ConnectionUser user;
  private @Nullable TransportType transport;
  private volatile @Nullable HttpSession fallback;

  NegotiatedConnection(
      HubMapping hub,
      String id,
      String token,
      ClientAddress address,
      boolean statefulReconnect,
      long deadlineNanos) {
    this.hub = hub;
    this.id = id;
    this.token = token;
    this.address = address;
    this.statefulReconnect = statefulReconnect;
    this.deadlineNanos = deadlineNanos;
  }

  HubMapping hub() {
    return hub;
  }

  String id() {
    return id;
  }

  String token() {
    return token;
  }

  /** Returns from where it was negotiated. */
  ClientAddress address() {
    return address;
  }

  /** Returns the user who opened the connection; null until it is opened. */
  @Nullable ConnectionUser user() {
    return user;
  }

  /** Says who has opened the connection. */
  void openedBy(ConnectionUser value) {
    user = value;
  }

  /** Returns whether client and server agreed on stateful reconnect. */
  boolean statefulReconnect() {
    return statefulReconnect;
  }

  /** A connection in use may from now on be given another link by the same user. */
  void allowReturn(Reattachable connection, @Nullable String userId) {
    returnable = new Returnable(connection, userId);
  }

  /** Returns what may be given another link, or null. */
  @Nullable Returnable returnable() {
    return returnable;
  }

  /**
   * A connection that may be given another link.
   *
   * @param userId the user whose connection it is, or null for an anonymous client
   */
  record Returnable(Reattachable connection, @Nullable String userId) {}

  /** Returns whether the time to be used has run out, unless it was used. */
  boolean isLate(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  synchronized State state() {
    return state;
  }

  /** Returns the transport that the client has chosen; null before it has. */
  synchronized @Nullable TransportType transport() {
    return transport;
  }

  /** Takes the connection into use with a transport, if it is unused. Says whether it was. */
  synchronized boolean use(TransportType chosen) {
    if (!move(State.UNUSED, State.IN_USE)) {
      return false;
    }
    transport = chosen;
    return true;
  }

  /** Returns what takes requests for the connection, once there is a link that needs them. */
  @Nullable HttpSession fallback() {
    return fallback;
  }

  /** Says what takes requests for the connection. */
  void fallback(HttpSession value) {
    fallback = value;
  }

  /** Moves on, if the connection is where the caller believes. Says whether it was. */
  synchronized boolean move(State from, State to) {
    if (state != from) {
      return false;
    }
    state = to;
    return true;
  }

  /** How far a connection has come. */
  enum State {
    UNUSED,
    IN_USE,
    OVER
  }
}
