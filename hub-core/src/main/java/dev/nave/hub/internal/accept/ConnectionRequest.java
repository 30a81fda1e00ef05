package dev.nave.hub.internal.accept;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubUser;
import dev.nave.hub.TransportType;
import dev.nave.hub.transport.ClientAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a client has asked for and may have: who connects, and with what. Immutable but
 * for what is told to it of the handshake and the end, and for the user; any thread. {@link
 * #toString} shows the id, never the token.
 */
public final class ConnectionRequest {
  private final String connectionId;
  private final @Nullable String connectionToken;
  private final HttpRequest httpRequest;
  private final ConnectionUser user;
  private final @Nullable String userId;
  private final ClientAddress clientAddress;
  private final TransportType transport;
  private final boolean statefulReconnect;
  private final Consumer<Reattachable> onReattachable;

  /** Forgotten once it was run. */
  private volatile @Nullable Runnable onHandshakeDone;

  private final Runnable onEnded;

  @GuardedBy("this")
  private boolean ended;

  private ConnectionRequest(Builder from) {
    connectionId = from.connectionId;
    connectionToken = from.connectionToken;
    httpRequest = from.httpRequest;
    user = from.user;
    userId = from.userId;
    clientAddress = from.clientAddress;
    transport = from.transport;
    statefulReconnect = from.statefulReconnect;
    onReattachable = from.onReattachable;
    onHandshakeDone = from.onHandshakeDone;
    onEnded = from.onEnded;
  }

  /** Begins a request for a connection with this id, opened by this HTTP request. */
  public static Builder builder(String connectionId, HttpRequest httpRequest) {
    return new Builder(connectionId, httpRequest);
  }

  /** Returns the public id of the connection. */
  public String connectionId() {
    return connectionId;
  }

  /** Returns the secret by which the client names the connection; empty if it never negotiated. */
  public Optional<String> connectionToken() {
    return Optional.ofNullable(connectionToken);
  }

  /** Returns the request that opens the connection, which is not the one that negotiated it. */
  public HttpRequest httpRequest() {
    return httpRequest;
  }

  /**
   * Returns who the {@link dev.nave.hub.Authenticator} found behind the opening request, or behind
   * one that proved it anew.
   */
  public Optional<HubUser> user() {
    return user.current();
  }

  /** Returns who the connection belongs to, as it changes. */
  public ConnectionUser connectionUser() {
    return user;
  }

  /** Returns the user id that the {@link dev.nave.hub.UserIdProvider} gave, or null for none. */
  public @Nullable String userId() {
    return userId;
  }

  /** Returns the address under which the client is counted. */
  public ClientAddress clientAddress() {
    return clientAddress;
  }

  /** Returns the transport that the client has chosen. */
  public TransportType transport() {
    return transport;
  }

  /** Returns whether client and server agreed on stateful reconnect when they negotiated. */
  public boolean statefulReconnect() {
    return statefulReconnect;
  }

  /**
   * Says that the connection can take another link from now on. May be called once, if {@link
   * #statefulReconnect} was agreed on.
   */
  public void reattachable(Reattachable connection) {
    onReattachable.accept(connection);
  }

  /** Says that the client has sent its handshake; to be called once. */
  public void handshakeDone() {
    Runnable told = onHandshakeDone;
    onHandshakeDone = null;
    if (told != null) {
      told.run();
    }
  }

  /**
   * Says that the connection is over and will not come back: its token is forgotten. To be called
   * when the connection has ended; further calls do nothing.
   */
  public void ended() {
    if (end()) {
      onEnded.run();
    }
  }

  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  @Override
  public String toString() {
    return "ConnectionRequest[" + connectionId + ", " + httpRequest + "]";
  }

  /** Collects a request. Not thread-safe. */
  public static final class Builder {
    private final String connectionId;
    private final HttpRequest httpRequest;
    private @Nullable String connectionToken;
    private ConnectionUser user = new ConnectionUser(null);
    private @Nullable String userId;
    private ClientAddress clientAddress = ClientAddress.UNKNOWN;
    private TransportType transport = TransportType.WEB_SOCKETS;
    private boolean statefulReconnect;
    private Consumer<Reattachable> onReattachable = connection -> {};
    private Runnable onHandshakeDone = () -> {};
    private Runnable onEnded = () -> {};

    private Builder(String connectionId, HttpRequest httpRequest) {
      this.connectionId = connectionId;
      this.httpRequest = httpRequest;
    }

    /** Sets the secret by which the client names the connection. Default: not negotiated. */
    public Builder connectionToken(@Nullable String value) {
      connectionToken = value;
      return this;
    }

    /** Sets the authenticated user. Default: none. */
    public Builder user(@Nullable HubUser value) {
      user = new ConnectionUser(value);
      return this;
    }

    /** Sets who the connection belongs to already, instead of {@link #user}. */
    public Builder connectionUser(ConnectionUser value) {
      user = value;
      return this;
    }

    /** Sets the user id. Default: none. */
    public Builder userId(@Nullable String value) {
      userId = value;
      return this;
    }

    /** Sets the address under which the client is counted. Default: unknown. */
    public Builder clientAddress(ClientAddress value) {
      clientAddress = value;
      return this;
    }

    /** Sets the transport. Default: WebSockets. */
    public Builder transport(TransportType value) {
      transport = value;
      return this;
    }

    /** Sets whether stateful reconnect was agreed on. Default: false. */
    public Builder statefulReconnect(boolean value) {
      statefulReconnect = value;
      return this;
    }

    /** Sets the receiver of what {@link ConnectionRequest#reattachable} is given. Default: none. */
    public Builder onReattachable(Consumer<Reattachable> value) {
      onReattachable = value;
      return this;
    }

    /** Sets what {@link ConnectionRequest#handshakeDone} runs. Default: nothing. */
    public Builder onHandshakeDone(Runnable value) {
      onHandshakeDone = value;
      return this;
    }

    /** Sets what {@link ConnectionRequest#ended} runs, at most once. Default: nothing. */
    public Builder onEnded(Runnable value) {
      onEnded = value;
      return this;
    }

    /** Returns the request. */
    public ConnectionRequest build() {
      return new ConnectionRequest(this);
    }
  }
}
