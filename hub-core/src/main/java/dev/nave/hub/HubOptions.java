package dev.nave.hub;

import static dev.nave.hub.OptionChecks.notEmpty;
import static dev.nave.hub.OptionChecks.positive;

import dev.nave.hub.internal.origins.WebOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Timers, limits and policies of one hub. Immutable: one instance may serve any number of hubs.
 *
 * <p>The names and defaults are SignalR's where it has the option.
 */
public final class HubOptions {
  /** The names of the hub protocols that there are. */
  private static final List<String> PROTOCOLS = List.of("json", "messagepack");

  private final Builder values;

  private HubOptions(Builder values) {
    this.values = values;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with the values of these options. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /** Returns how long a client may take to send its handshake. */
  public Duration handshakeTimeout() {
    return values.handshakeTimeout;
  }

  /** Returns the interval at which the server pings. */
  public Duration keepAliveInterval() {
    return values.keepAliveInterval;
  }

  /** Returns the longest silence of a client that has pinged before. */
  public Duration clientTimeout() {
    return values.clientTimeout;
  }

  /** Returns how long a client's socket may take no bytes while some wait for it. */
  public Duration sendTimeout() {
    return values.sendTimeout;
  }

  /** Returns how long a connection may be without a link: negotiated, cut off, or between polls. */
  public Duration disconnectTimeout() {
    return values.disconnectTimeout;
  }

  /** Returns how long a poll waits for messages. */
  public Duration longPollTimeout() {
    return values.longPollTimeout;
  }

  /** Returns how long the end of a connection waits for its running hub methods. */
  public Duration onDisconnectedGrace() {
    return values.onDisconnectedGrace;
  }

  /** Returns how long what a client sent before it left may take, while some of it still waits. */
  public Duration finalMessagesTimeout() {
    return values.finalMessagesTimeout;
  }

  /** Returns how long an upload may fill the backlog while its hub method asks for no items. */
  public Duration uploadStallTimeout() {
    return values.uploadStallTimeout;
  }

  /** Returns the largest message taken from a client, in bytes, terminator or prefix included. */
  public int maxMessageBytes() {
    return values.maxMessageBytes;
  }

  /** Returns the largest message sent to clients, in bytes, terminator or prefix included. */
  public int maxSentMessageBytes() {
    return values.maxSentMessageBytes;
  }

  /** Returns the longest name of a group, in characters. */
  public int maxGroupNameLength() {
    return values.maxGroupNameLength;
  }

  /** Returns in how many groups one connection may be. */
  public int maxGroupsPerConnection() {
    return values.maxGroupsPerConnection;
  }

  /** Returns how many calls with streams one client may have open. */
  public int maxStreamsPerClient() {
    return values.maxStreamsPerClient;
  }

  /** Returns how many items of an upload may wait outside of the backlog. */
  public int streamBufferCapacity() {
    return values.streamBufferCapacity;
  }

  /** Returns how many bytes of what a client sent may wait to be taken. */
  public int maxBacklogBytes() {
    return values.maxBacklogBytes;
  }

  /** Returns how many bytes a client's socket may leave untaken. */
  public int maxPendingBytes() {
    return values.maxPendingBytes;
  }

  /** Returns what happens to a client past {@link #maxPendingBytes}. */
  public SlowConsumerPolicy slowConsumerPolicy() {
    return values.slowConsumerPolicy;
  }

  /** Returns whether clients may bring a connection back whose link was cut. */
  public boolean statefulReconnect() {
    return values.statefulReconnect;
  }

  /** Returns how many bytes of messages are kept until a client has acknowledged them. */
  public int statefulReconnectBufferBytes() {
    return values.statefulReconnectBufferBytes;
  }

  /** Returns how many connections may wait for their client to bring them back. */
  public int maxDisconnectedConnections() {
    return values.maxDisconnectedConnections;
  }

  /** Returns how many invocations of one client may run at a time. */
  public int maximumParallelInvocationsPerClient() {
    return values.maximumParallelInvocationsPerClient;
  }

  /** Returns how many headers beside a call are passed on to a tracer. */
  public int maxCallHeaders() {
    return values.maxCallHeaders;
  }

  /** Returns how long the headers beside a call may be to be passed on, in characters. */
  public int maxCallHeaderLength() {
    return values.maxCallHeaderLength;
  }

  /** Returns how long a client that was asked for a result may take, unless the caller says. */
  public Duration clientResultTimeout() {
    return values.clientResultTimeout;
  }

  /** Returns the maximum of pending results of one client. */
  public int maxClientResultsPerConnection() {
    return values.maxClientResultsPerConnection;
  }

  /** Returns the maximum of pending results of the clients of one server. */
  public int maxClientResults() {
    return values.maxClientResults;
  }

  /** Returns whether clients see the texts of all exceptions. */
  public boolean detailedErrors() {
    return values.detailedErrors;
  }

  /** Returns the names of the hub protocols that clients may speak. */
  public Set<String> protocols() {
    return values.protocols;
  }

  /** Returns the transports that clients may use. */
  public Set<TransportType> transports() {
    return values.transports;
  }

  /** Returns the lowest version of negotiate that is answered. */
  public int minimumNegotiateVersion() {
    return values.minimumNegotiateVersion;
  }

  /** Returns whether requests without an authenticated user are refused. */
  public boolean requireAuthenticatedUser() {
    return values.requireAuthenticatedUser;
  }

  /** Returns whether a connection closes when the credentials of its user expire. */
  public boolean closeOnAuthenticationExpiration() {
    return values.closeOnAuthenticationExpiration;
  }

  /** Returns whether clients may prove anew who they are while their connection goes on. */
  public boolean authenticationRefresh() {
    return values.authenticationRefresh;
  }

  /** Returns whether pages of other origins may use the credentials of their visitors. */
  public boolean allowCredentials() {
    return values.allowCredentials;
  }

  /** Returns the origins besides the server's own from which browsers may connect. */
  public Set<String> allowedOrigins() {
    return values.allowedOrigins;
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private Duration handshakeTimeout = Duration.ofSeconds(15);
    private Duration keepAliveInterval = Duration.ofSeconds(15);
    private Duration clientTimeout = Duration.ofSeconds(30);
    private Duration sendTimeout = Duration.ofSeconds(10);
    private Duration disconnectTimeout = Duration.ofSeconds(15);
    private Duration longPollTimeout = Duration.ofSeconds(90);
    private Duration onDisconnectedGrace = Duration.ofSeconds(5);
    private Duration finalMessagesTimeout = Duration.ofSeconds(5);
    private Duration uploadStallTimeout = Duration.ofSeconds(60);
    private int maxMessageBytes = 32 * 1024;
    private int maxSentMessageBytes = 1024 * 1024;
    private int maxGroupNameLength = 1024;
    private int maxGroupsPerConnection = 10_000;
    private int maxStreamsPerClient = 100;
    private int streamBufferCapacity = 10;
    private int maxBacklogBytes = 1024 * 1024;
    private int maxPendingBytes = 1024 * 1024;
    private SlowConsumerPolicy slowConsumerPolicy = SlowConsumerPolicy.DISCONNECT;
    private boolean statefulReconnect;
    private int statefulReconnectBufferBytes = 100_000;
    private int maxDisconnectedConnections = 10_000;
    private int maximumParallelInvocationsPerClient = 1;
    private int maxCallHeaders = 32;
    private int maxCallHeaderLength = 16 * 1024;
    private Duration clientResultTimeout = Duration.ofSeconds(30);
    private int maxClientResultsPerConnection = 100;
    private int maxClientResults = 10_000;
    private boolean detailedErrors;
    private Set<String> protocols = Set.copyOf(PROTOCOLS);
    private Set<TransportType> transports = Set.of(TransportType.values());
    private int minimumNegotiateVersion;
    private boolean requireAuthenticatedUser;
    private boolean closeOnAuthenticationExpiration;
    private boolean authenticationRefresh;
    private Set<String> allowedOrigins = Set.of();
    private boolean allowCredentials = true;

    /** What was set, in order: the rest may still get other defaults. */
    private final List<Consumer<Builder>> changes = new ArrayList<>();

    private Builder() {}

    private Builder(Builder from) {
      handshakeTimeout = from.handshakeTimeout;
      keepAliveInterval = from.keepAliveInterval;
      clientTimeout = from.clientTimeout;
      sendTimeout = from.sendTimeout;
      disconnectTimeout = from.disconnectTimeout;
      longPollTimeout = from.longPollTimeout;
      onDisconnectedGrace = from.onDisconnectedGrace;
      finalMessagesTimeout = from.finalMessagesTimeout;
      uploadStallTimeout = from.uploadStallTimeout;
      maxMessageBytes = from.maxMessageBytes;
      maxSentMessageBytes = from.maxSentMessageBytes;
      maxGroupNameLength = from.maxGroupNameLength;
      maxGroupsPerConnection = from.maxGroupsPerConnection;
      maxStreamsPerClient = from.maxStreamsPerClient;
      streamBufferCapacity = from.streamBufferCapacity;
      maxBacklogBytes = from.maxBacklogBytes;
      maxPendingBytes = from.maxPendingBytes;
      slowConsumerPolicy = from.slowConsumerPolicy;
      statefulReconnect = from.statefulReconnect;
      statefulReconnectBufferBytes = from.statefulReconnectBufferBytes;
      maxDisconnectedConnections = from.maxDisconnectedConnections;
      maximumParallelInvocationsPerClient = from.maximumParallelInvocationsPerClient;
      maxCallHeaders = from.maxCallHeaders;
      maxCallHeaderLength = from.maxCallHeaderLength;
      clientResultTimeout = from.clientResultTimeout;
      maxClientResultsPerConnection = from.maxClientResultsPerConnection;
      maxClientResults = from.maxClientResults;
      detailedErrors = from.detailedErrors;
      protocols = from.protocols;
      transports = from.transports;
      minimumNegotiateVersion = from.minimumNegotiateVersion;
      requireAuthenticatedUser = from.requireAuthenticatedUser;
      closeOnAuthenticationExpiration = from.closeOnAuthenticationExpiration;
      authenticationRefresh = from.authenticationRefresh;
      allowedOrigins = from.allowedOrigins;
      allowCredentials = from.allowCredentials;
    }

    private Builder set(Consumer<Builder> change) {
      change.accept(this);
      changes.add(change);
      return this;
    }

    /** Returns what was set here, on top of other defaults. */
    Builder over(HubOptions defaults) {
      Builder merged = defaults.toBuilder();
      changes.forEach(change -> change.accept(merged));
      return merged;
    }

    /** Sets how long a client may take to send its handshake. Default: 15 seconds; positive. */
    public Builder handshakeTimeout(Duration value) {
      positive("handshakeTimeout", value);
      return set(to -> to.handshakeTimeout = value);
    }

    /**
     * Sets the interval at which the server pings, busy or not. Default: 15 seconds; positive. Half
     * of the 30 seconds after which clients take a silent server for dead.
     */
    public Builder keepAliveInterval(Duration value) {
      positive("keepAliveInterval", value);
      return set(to -> to.keepAliveInterval = value);
    }

    /**
     * Sets the longest silence of a client, counted from its first ping. Default: 30 seconds;
     * positive.
     */
    public Builder clientTimeout(Duration value) {
      positive("clientTimeout", value);
      return set(to -> to.clientTimeout = value);
    }

    /**
     * Sets how long a client's socket may take no bytes while some wait for it; then the connection
     * ends. Default: 10 seconds; positive.
     */
    public Builder sendTimeout(Duration value) {
      positive("sendTimeout", value);
      return set(to -> to.sendTimeout = value);
    }

    /**
     * Sets how long a connection may be without a link: after it was negotiated, between two polls,
     * and with {@link #statefulReconnect} after its link was cut. Default: 15 seconds; positive.
     */
    public Builder disconnectTimeout(Duration value) {
      positive("disconnectTimeout", value);
      return set(to -> to.disconnectTimeout = value);
    }

    /**
     * Sets how long a poll waits for messages until it is answered without any, and the client
     * polls again. Default: 90 seconds; positive. Clients give up after 100 seconds, and many
     * proxies after 60.
     */
    public Builder longPollTimeout(Duration value) {
      positive("longPollTimeout", value);
      return set(to -> to.longPollTimeout = value);
    }

    /**
     * Sets how long the end of a connection waits for its running hub methods before {@code
     * onDisconnected} is called, from when nothing that the client sent waits any more. Default: 5
     * seconds; positive.
     */
    public Builder onDisconnectedGrace(Duration value) {
      positive("onDisconnectedGrace", value);
      return set(to -> to.onDisconnectedGrace = value);
    }

    /**
     * Sets how long a connection whose client left, or sent something malformed, goes on with what
     * it had received before. What has not begun by then is dropped, counted in {@link
     * HubCounters#droppedInvocations} and logged; a Close that waits for the answers of running
     * methods is sent. Default: 5 seconds; positive.
     */
    public Builder finalMessagesTimeout(Duration value) {
      positive("finalMessagesTimeout", value);
      return set(to -> to.finalMessagesTimeout = value);
    }

    /**
     * Sets how long the items of an upload may fill {@link #maxBacklogBytes} while its hub method
     * asks for none of them and nothing else that waits is taken; then the connection is closed
     * with an error. What would make the method ask for items may stand behind them, unread.
     * Default: 60 seconds; positive.
     */
    public Builder uploadStallTimeout(Duration value) {
      positive("uploadStallTimeout", value);
      return set(to -> to.uploadStallTimeout = value);
    }

    /**
     * Sets the largest message taken from a client, in bytes, handshake included; a larger one ends
     * the connection. Default: 32,768; positive.
     */
    public Builder maxMessageBytes(int value) {
      positive("maxMessageBytes", value);
      return set(to -> to.maxMessageBytes = value);
    }

    /**
     * Sets the largest message sent to clients, in bytes, once encoded; the send of a larger one
     * fails. Default: 1,048,576; positive.
     */
    public Builder maxSentMessageBytes(int value) {
      positive("maxSentMessageBytes", value);
      return set(to -> to.maxSentMessageBytes = value);
    }

    /**
     * Sets the longest name of a group, in characters; group changes with a longer one fail.
     * Default: 1,024; positive.
     */
    public Builder maxGroupNameLength(int value) {
      positive("maxGroupNameLength", value);
      return set(to -> to.maxGroupNameLength = value);
    }

    /**
     * Sets in how many groups one connection may be on its server; joining another fails. Default:
     * 10,000; positive.
     */
    public Builder maxGroupsPerConnection(int value) {
      positive("maxGroupsPerConnection", value);
      return set(to -> to.maxGroupsPerConnection = value);
    }

    /**
     * Sets how many calls with streams, in either direction, one client may have open; another is
     * answered with an error. They run beside each other and beside other calls, whatever {@link
     * #maximumParallelInvocationsPerClient} says. Default: 100; positive.
     */
    public Builder maxStreamsPerClient(int value) {
      positive("maxStreamsPerClient", value);
      return set(to -> to.maxStreamsPerClient = value);
    }

    /**
     * Sets how many items of one upload may wait for their hub method without counting to {@link
     * #maxBacklogBytes}. Default: 10; positive.
     */
    public Builder streamBufferCapacity(int value) {
      positive("streamBufferCapacity", value);
      return set(to -> to.streamBufferCapacity = value);
    }

    /**
     * Sets how many bytes of what a client sent may wait to be taken: invocations that were not
     * started, and items of uploads. Then no more is read from it until half of that is gone.
     * Default: 1,048,576; positive.
     *
     * <p>While a call of the client can be cancelled, or a hub method waits for what the client has
     * yet to send, reading goes on up to twice as much, all items counted. If it then stands still
     * for {@link #clientTimeout} while a hub method waits, the connection ends with an error; not
     * while another hub method, without streams, is merely slow.
     */
    public Builder maxBacklogBytes(int value) {
      positive("maxBacklogBytes", value);
      return set(to -> to.maxBacklogBytes = value);
    }

    /**
     * Sets how many bytes a client's socket may leave untaken after a flush before {@link
     * #slowConsumerPolicy} applies. Default: 1,048,576; positive.
     */
    public Builder maxPendingBytes(int value) {
      positive("maxPendingBytes", value);
      return set(to -> to.maxPendingBytes = value);
    }

    /** Sets what happens to a client past {@link #maxPendingBytes}. Default: it is disconnected. */
    public Builder slowConsumerPolicy(SlowConsumerPolicy value) {
      return set(to -> to.slowConsumerPolicy = value);
    }

    /**
     * Sets whether a client may bring its connection back on a new WebSocket after the old one was
     * cut: within {@link #disconnectTimeout} nothing is lost and the hub notices nothing. Default:
     * false. Only for clients that ask for it, and that negotiate a secret token (version 1).
     */
    public Builder statefulReconnect(boolean value) {
      return set(to -> to.statefulReconnect = value);
    }

    /**
     * Sets how many bytes of sent messages are kept per connection with {@link #statefulReconnect}
     * until its client has acknowledged them; official clients do that once a second. Past that,
     * further messages wait, and count as untaken ({@link #maxPendingBytes}). The message that
     * passes the bound is still sent. As much again may be held after a reconnect, until the client
     * has counted what comes a second time. Default: 100,000; positive.
     */
    public Builder statefulReconnectBufferBytes(int value) {
      positive("statefulReconnectBufferBytes", value);
      return set(to -> to.statefulReconnectBufferBytes = value);
    }

    /**
     * Sets how many connections of the hub may at a time wait for their client to bring them back;
     * one more that is cut ends at once. Default: 10,000; positive.
     */
    public Builder maxDisconnectedConnections(int value) {
      positive("maxDisconnectedConnections", value);
      return set(to -> to.maxDisconnectedConnections = value);
    }

    /** Sets how many invocations of one client may run at a time. Default: 1; positive. */
    public Builder maximumParallelInvocationsPerClient(int value) {
      positive("maximumParallelInvocationsPerClient", value);
      return set(to -> to.maximumParallelInvocationsPerClient = value);
    }

    /**
     * Sets how many headers a client may send beside a call for a {@link HubTracer} to see them;
     * where there are more, it sees none. Default: 32; positive.
     */
    public Builder maxCallHeaders(int value) {
      positive("maxCallHeaders", value);
      return set(to -> to.maxCallHeaders = value);
    }

    /**
     * Sets how long the names and values of the headers beside a call may be together, in
     * characters, for a {@link HubTracer} to see them; where they are longer, it sees none.
     * Default: 16,384; positive.
     */
    public Builder maxCallHeaderLength(int value) {
      positive("maxCallHeaderLength", value);
      return set(to -> to.maxCallHeaderLength = value);
    }

    /**
     * Sets how long a client that was asked for a result may take to answer, unless {@link
     * SingleClientProxy#withTimeout} says otherwise. Default: 30 seconds; positive.
     */
    public Builder clientResultTimeout(Duration value) {
      positive("clientResultTimeout", value);
      return set(to -> to.clientResultTimeout = value);
    }

    /**
     * Sets the maximum of pending results of one client; asking it for another fails. It also
     * limits how many invocations of one client may wait for client results, in addition to those
     * that {@link #maximumParallelInvocationsPerClient} lets run. Default: 100; positive.
     */
    public Builder maxClientResultsPerConnection(int value) {
      positive("maxClientResultsPerConnection", value);
      return set(to -> to.maxClientResultsPerConnection = value);
    }

    /**
     * Sets the maximum of pending results of all clients of the hub on one server; asking for
     * another fails. Results that this server expects from clients of other servers are counted
     * separately, with the same maximum. Default: 10,000; positive.
     */
    public Builder maxClientResults(int value) {
      positive("maxClientResults", value);
      return set(to -> to.maxClientResults = value);
    }

    /**
     * Sets whether clients see the texts of all exceptions. Default: false, only those of a {@link
     * HubException}. Texts may tell an attacker things: for development.
     */
    public Builder detailedErrors(boolean value) {
      return set(to -> to.detailedErrors = value);
    }

    /**
     * Sets the hub protocols that clients may speak. Default: json and messagepack; one of these,
     * or both.
     */
    public Builder protocols(Set<String> value) {
      Set<String> copy = notEmpty("protocols", value);
      if (!PROTOCOLS.containsAll(copy)) {
        throw new IllegalArgumentException(
            "protocols must be of " + PROTOCOLS + " but were " + new TreeSet<>(copy));
      }
      return set(to -> to.protocols = copy);
    }

    /** Sets the transports that clients may use. Default: all that there are; not empty. */
    public Builder transports(Set<TransportType> value) {
      Set<TransportType> copy = notEmpty("transports", value);
      return set(to -> to.transports = copy);
    }

    /** Sets the lowest version of negotiate that is answered. Default: 0; 0 or 1. */
    public Builder minimumNegotiateVersion(int value) {
      if (value < 0 || value > 1) {
        throw new IllegalArgumentException(
            "minimumNegotiateVersion must be 0 or 1 but was " + value);
      }
      return set(to -> to.minimumNegotiateVersion = value);
    }

    /**
     * Sets whether requests for which the {@link Authenticator} found no user get 401. Default:
     * false.
     */
    public Builder requireAuthenticatedUser(boolean value) {
      return set(to -> to.requireAuthenticatedUser = value);
    }

    /**
     * Sets whether a connection closes when {@link HubUser#expiresAt} has passed; the Close allows
     * the client to reconnect. Default: false, a connection outlives its credentials.
     */
    public Builder closeOnAuthenticationExpiration(boolean value) {
      return set(to -> to.closeOnAuthenticationExpiration = value);
    }

    /**
     * Sets whether clients may renew the credentials of an open connection, by {@code POST
     * {path}/refresh}. Default: false.
     */
    public Builder authenticationRefresh(boolean value) {
      return set(to -> to.authenticationRefresh = value);
    }

    /**
     * Sets from which origins browsers may connect, such as {@code https://app.example}, besides
     * the server's own; {@code *} alone allows all, and needs {@link #allowCredentials} to be
     * false. Default: none. Requests without an Origin header, which browsers always send, pass.
     *
     * @throws IllegalArgumentException if one is neither {@code *} nor {@code
     *     scheme://host[:port]}, or there are others beside {@code *}
     */
    public Builder allowedOrigins(Set<String> value) {
      WebOrigin.checkAllowed(value);
      Set<String> copy = Set.copyOf(value);
      return set(to -> to.allowedOrigins = copy);
    }

    /**
     * Sets whether pages of other origins may use what a browser sends by itself to say who its
     * user is. Default: true, which the official JavaScript client needs unless its {@code
     * withCredentials} is false.
     *
     * <p>If it is false, cross-origin answers carry no {@code Access-Control-Allow-Credentials},
     * and a page that is allowed by {@code *} alone is served as if its requests had no cookies and
     * no {@code Authorization} but {@code Bearer}: browsers send cookies with a WebSocket whatever
     * CORS says.
     */
    public Builder allowCredentials(boolean value) {
      return set(to -> to.allowCredentials = value);
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if {@link #allowedOrigins} is {@code *} and {@link
     *     #allowCredentials} is true: then any page could act as its visitor
     */
    public HubOptions build() {
      checkOrigins();
      return new HubOptions(new Builder(this));
    }

    /** Checks what no setter alone can; after each call of the application's that may set it. */
    void checkOrigins() {
      if (allowCredentials && allowedOrigins.contains("*")) {
        throw new IllegalArgumentException(
            "allowedOrigins(\"*\") with allowCredentials(true) would let any web page act as its"
                + " visitor; name the origins, or set allowCredentials(false)");
      }
    }
  }
}
