package dev.nave.hub;

import static dev.nave.hub.HubOptionDeclarations.ALLOWED_ORIGINS;
import static dev.nave.hub.HubOptionDeclarations.ALLOW_CREDENTIALS;
import static dev.nave.hub.HubOptionDeclarations.AUTHENTICATION_REFRESH;
import static dev.nave.hub.HubOptionDeclarations.CLIENT_RESULT_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.CLIENT_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.CLIENT_TIMEOUT_FROM_FIRST_PING;
import static dev.nave.hub.HubOptionDeclarations.CLOSE_ON_AUTHENTICATION_EXPIRATION;
import static dev.nave.hub.HubOptionDeclarations.DETAILED_ERRORS;
import static dev.nave.hub.HubOptionDeclarations.DISCONNECT_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.FINAL_MESSAGES_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.HANDSHAKE_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.KEEP_ALIVE_INTERVAL;
import static dev.nave.hub.HubOptionDeclarations.LONG_POLL_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.MAXIMUM_PARALLEL_INVOCATIONS_PER_CLIENT;
import static dev.nave.hub.HubOptionDeclarations.MAX_BACKLOG_BYTES;
import static dev.nave.hub.HubOptionDeclarations.MAX_CALL_HEADERS;
import static dev.nave.hub.HubOptionDeclarations.MAX_CALL_HEADER_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_CLIENT_RESULTS;
import static dev.nave.hub.HubOptionDeclarations.MAX_CLIENT_RESULTS_PER_CONNECTION;
import static dev.nave.hub.HubOptionDeclarations.MAX_DISCONNECTED_CONNECTIONS;
import static dev.nave.hub.HubOptionDeclarations.MAX_DISCONNECTED_CONNECTIONS_PER_ADDRESS;
import static dev.nave.hub.HubOptionDeclarations.MAX_DISCONNECTED_CONNECTIONS_PER_USER;
import static dev.nave.hub.HubOptionDeclarations.MAX_GROUPS_PER_CONNECTION;
import static dev.nave.hub.HubOptionDeclarations.MAX_GROUP_NAME_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_INVOCATIONS_PER_SECOND;
import static dev.nave.hub.HubOptionDeclarations.MAX_INVOCATIONS_PER_SECOND_PER_USER;
import static dev.nave.hub.HubOptionDeclarations.MAX_INVOCATION_BURST;
import static dev.nave.hub.HubOptionDeclarations.MAX_INVOCATION_BURST_PER_USER;
import static dev.nave.hub.HubOptionDeclarations.MAX_INVOCATION_ID_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_MESSAGES_PER_TURN;
import static dev.nave.hub.HubOptionDeclarations.MAX_MESSAGE_BYTES;
import static dev.nave.hub.HubOptionDeclarations.MAX_NUMBER_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_PENDING_BYTES;
import static dev.nave.hub.HubOptionDeclarations.MAX_PIPELINED_SENDS_PER_CONNECTION;
import static dev.nave.hub.HubOptionDeclarations.MAX_PRESENCE_VALUE_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_REFUSED_INVOCATIONS;
import static dev.nave.hub.HubOptionDeclarations.MAX_SENT_MESSAGE_BYTES;
import static dev.nave.hub.HubOptionDeclarations.MAX_STREAMS_PER_CLIENT;
import static dev.nave.hub.HubOptionDeclarations.MAX_STREAM_IDS_PER_INVOCATION;
import static dev.nave.hub.HubOptionDeclarations.MAX_TARGET_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_TIME_PER_TURN;
import static dev.nave.hub.HubOptionDeclarations.MAX_USER_GROUP_TIME;
import static dev.nave.hub.HubOptionDeclarations.MAX_USER_ID_LENGTH;
import static dev.nave.hub.HubOptionDeclarations.MAX_VALUES_PER_MESSAGE;
import static dev.nave.hub.HubOptionDeclarations.MESSAGE_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.MINIMUM_NEGOTIATE_VERSION;
import static dev.nave.hub.HubOptionDeclarations.NON_BLOCKING_GRACE;
import static dev.nave.hub.HubOptionDeclarations.ON_DISCONNECTED_GRACE;
import static dev.nave.hub.HubOptionDeclarations.POLL_HANDSHAKE_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.PRESENCE_LISTENER_GRACE;
import static dev.nave.hub.HubOptionDeclarations.PROTOCOLS;
import static dev.nave.hub.HubOptionDeclarations.REQUIRE_AUTHENTICATED_USER;
import static dev.nave.hub.HubOptionDeclarations.SEND_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.SLOW_CONSUMER_POLICY;
import static dev.nave.hub.HubOptionDeclarations.STATEFUL_RECONNECT;
import static dev.nave.hub.HubOptionDeclarations.STATEFUL_RECONNECT_BUFFER_BYTES;
import static dev.nave.hub.HubOptionDeclarations.STREAM_BUFFER_CAPACITY;
import static dev.nave.hub.HubOptionDeclarations.TRANSPORTS;
import static dev.nave.hub.HubOptionDeclarations.UPLOAD_STALL_TIMEOUT;
import static dev.nave.hub.HubOptionDeclarations.USERS_IN_GROUPS;
import static dev.nave.hub.HubOptionDeclarations.USER_GROUPS_WAIT;
import static dev.nave.hub.HubOptionDeclarations.USER_GROUP_TIME;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Timers, limits and policies of one hub. Immutable: one instance may serve any number of hubs.
 *
 * <p>The names and defaults are SignalR's where it has the option.
 */
public final class HubOptions {
  private final OptionValues values;

  private HubOptions(OptionValues values) {
    this.values = values;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder(OptionValues.of(HubOptionDeclarations.DECLARED));
  }

  /** Begins with the values of these options. */
  public Builder toBuilder() {
    return new Builder(values.copy());
  }

  /** Returns how long a client may take to send its handshake. */
  public Duration handshakeTimeout() {
    return values.get(HANDSHAKE_TIMEOUT);
  }

  /** Returns how long a client that polls may take to send its handshake. */
  public Duration pollHandshakeTimeout() {
    return values.get(POLL_HANDSHAKE_TIMEOUT);
  }

  /** Returns the interval at which the server pings. */
  public Duration keepAliveInterval() {
    return values.get(KEEP_ALIVE_INTERVAL);
  }

  /** Returns the longest silence of a client. */
  public Duration clientTimeout() {
    return values.get(CLIENT_TIMEOUT);
  }

  /** Returns whether the silence of a client counts only once it has pinged. */
  public boolean clientTimeoutFromFirstPing() {
    return values.get(CLIENT_TIMEOUT_FROM_FIRST_PING);
  }

  /** Returns how long a client may take to end a message that it has begun. */
  public Duration messageTimeout() {
    return values.get(MESSAGE_TIMEOUT);
  }

  /** Returns how long a client's socket may take no bytes while some wait for it. */
  public Duration sendTimeout() {
    return values.get(SEND_TIMEOUT);
  }

  /**
   * Returns how long a connection may be without a transport: negotiated, cut off, or between
   * polls.
   */
  public Duration disconnectTimeout() {
    return values.get(DISCONNECT_TIMEOUT);
  }

  /** Returns how long a poll waits for messages. */
  public Duration longPollTimeout() {
    return values.get(LONG_POLL_TIMEOUT);
  }

  /** Returns how long the end of a connection waits for its running hub methods. */
  public Duration onDisconnectedGrace() {
    return values.get(ON_DISCONNECTED_GRACE);
  }

  /** Returns how long what a client sent before it left may take, while some of it still waits. */
  public Duration finalMessagesTimeout() {
    return values.get(FINAL_MESSAGES_TIMEOUT);
  }

  /** Returns how long an upload may fill the backlog while its hub method asks for no items. */
  public Duration uploadStallTimeout() {
    return values.get(UPLOAD_STALL_TIMEOUT);
  }

  /** Returns the largest message taken from a client, in bytes, terminator or prefix included. */
  public int maxMessageBytes() {
    return values.get(MAX_MESSAGE_BYTES);
  }

  /** Returns how many messages of a client are read in one turn of its event loop. */
  public int maxMessagesPerTurn() {
    return values.get(MAX_MESSAGES_PER_TURN);
  }

  /** Returns how long messages of a client are read in one turn of its event loop. */
  public Duration maxTimePerTurn() {
    return values.get(MAX_TIME_PER_TURN);
  }

  /** Returns how many invocations a connection may make in a second, in the long run. */
  public int maxInvocationsPerSecond() {
    return values.get(MAX_INVOCATIONS_PER_SECOND);
  }

  /** Returns how many invocations a connection may make at once. */
  public int maxInvocationBurst() {
    return values.get(MAX_INVOCATION_BURST);
  }

  /** Returns how many invocations a user may make in a second on one server, in the long run. */
  public int maxInvocationsPerSecondPerUser() {
    return values.get(MAX_INVOCATIONS_PER_SECOND_PER_USER);
  }

  /** Returns how many invocations a user may make at once on one server. */
  public int maxInvocationBurstPerUser() {
    return values.get(MAX_INVOCATION_BURST_PER_USER);
  }

  /** Returns how many invocations too many a connection may make before it is closed. */
  public int maxRefusedInvocations() {
    return values.get(MAX_REFUSED_INVOCATIONS);
  }

  /** Returns the largest message sent to clients, in bytes, terminator or prefix included. */
  public int maxSentMessageBytes() {
    return values.get(MAX_SENT_MESSAGE_BYTES);
  }

  /** Returns the longest name of a method that a client may call, in characters. */
  public int maxTargetLength() {
    return values.get(MAX_TARGET_LENGTH);
  }

  /** Returns the longest id of an invocation or stream, in characters. */
  public int maxInvocationIdLength() {
    return values.get(MAX_INVOCATION_ID_LENGTH);
  }

  /** Returns how many streams a client may upload to one invocation. */
  public int maxStreamIdsPerInvocation() {
    return values.get(MAX_STREAM_IDS_PER_INVOCATION);
  }

  /** Returns how many values a message of a client may have; an array or object counts as 8. */
  public int maxValuesPerMessage() {
    return values.get(MAX_VALUES_PER_MESSAGE);
  }

  /** Returns the longest number of a client, in characters. */
  public int maxNumberLength() {
    return values.get(MAX_NUMBER_LENGTH);
  }

  /** Returns the longest id of a user, in characters. */
  public int maxUserIdLength() {
    return values.get(MAX_USER_ID_LENGTH);
  }

  /** Returns the longest name of a group, in characters. */
  public int maxGroupNameLength() {
    return values.get(MAX_GROUP_NAME_LENGTH);
  }

  /** Returns the longest value of a member of a group, in characters. */
  public int maxPresenceValueLength() {
    return values.get(MAX_PRESENCE_VALUE_LENGTH);
  }

  /** Returns whether {@link HubGroups#addUser} works. */
  public boolean usersInGroups() {
    return values.get(USERS_IN_GROUPS);
  }

  /** Returns how long the presence listener may take with an event before the log tells of it. */
  public Duration presenceListenerGrace() {
    return values.get(PRESENCE_LISTENER_GRACE);
  }

  /** Returns how long a user is in a group where that is not said. */
  public Duration userGroupTime() {
    return values.get(USER_GROUP_TIME);
  }

  /** Returns how long a user may be in a group. */
  public Duration maxUserGroupTime() {
    return values.get(MAX_USER_GROUP_TIME);
  }

  /** Returns how long a connection waits for the groups of its user. */
  public Duration userGroupsWait() {
    return values.get(USER_GROUPS_WAIT);
  }

  /** Returns in how many groups one connection may be. */
  public int maxGroupsPerConnection() {
    return values.get(MAX_GROUPS_PER_CONNECTION);
  }

  /** Returns how many calls with streams one client may have open. */
  public int maxStreamsPerClient() {
    return values.get(MAX_STREAMS_PER_CLIENT);
  }

  /** Returns how many items of an upload may wait outside of the backlog. */
  public int streamBufferCapacity() {
    return values.get(STREAM_BUFFER_CAPACITY);
  }

  /** Returns how many bytes of what a client sent may wait to be taken. */
  public int maxBacklogBytes() {
    return values.get(MAX_BACKLOG_BYTES);
  }

  /** Returns how many bytes a client's socket may leave untaken. */
  public int maxPendingBytes() {
    return values.get(MAX_PENDING_BYTES);
  }

  /** Returns what happens to a client past {@link #maxPendingBytes}. */
  public SlowConsumerPolicy slowConsumerPolicy() {
    return values.get(SLOW_CONSUMER_POLICY);
  }

  /** Returns whether clients may bring a connection back whose transport was cut. */
  public boolean statefulReconnect() {
    return values.get(STATEFUL_RECONNECT);
  }

  /** Returns how many bytes of messages are kept until a client has acknowledged them. */
  public int statefulReconnectBufferBytes() {
    return values.get(STATEFUL_RECONNECT_BUFFER_BYTES);
  }

  /** Returns how many connections may wait for their client to bring them back. */
  public int maxDisconnectedConnections() {
    return values.get(MAX_DISCONNECTED_CONNECTIONS);
  }

  /** Returns how many of these may be of one address. */
  public int maxDisconnectedConnectionsPerAddress() {
    return values.get(MAX_DISCONNECTED_CONNECTIONS_PER_ADDRESS);
  }

  /** Returns how many of these may be of one user. */
  public int maxDisconnectedConnectionsPerUser() {
    return values.get(MAX_DISCONNECTED_CONNECTIONS_PER_USER);
  }

  /** Returns how many invocations of one client may run at a time. */
  public int maximumParallelInvocationsPerClient() {
    return values.get(MAXIMUM_PARALLEL_INVOCATIONS_PER_CLIENT);
  }

  /** Returns how many calls of a connection may wait for their own sends beside the next ones. */
  public int maxPipelinedSendsPerConnection() {
    return values.get(MAX_PIPELINED_SENDS_PER_CONNECTION);
  }

  /** Returns how long a {@link NonBlocking} method may take before the log names it. */
  public Duration nonBlockingGrace() {
    return values.get(NON_BLOCKING_GRACE);
  }

  /** Returns how many headers beside a call are passed on to a tracer. */
  public int maxCallHeaders() {
    return values.get(MAX_CALL_HEADERS);
  }

  /** Returns how long the headers beside a call may be to be passed on, in characters. */
  public int maxCallHeaderLength() {
    return values.get(MAX_CALL_HEADER_LENGTH);
  }

  /** Returns how long a client that was asked for a result may take, unless the caller says. */
  public Duration clientResultTimeout() {
    return values.get(CLIENT_RESULT_TIMEOUT);
  }

  /** Returns the maximum of pending results of one client. */
  public int maxClientResultsPerConnection() {
    return values.get(MAX_CLIENT_RESULTS_PER_CONNECTION);
  }

  /** Returns the maximum of pending results of the clients of one server. */
  public int maxClientResults() {
    return values.get(MAX_CLIENT_RESULTS);
  }

  /** Returns whether clients see the texts of all exceptions. */
  public boolean detailedErrors() {
    return values.get(DETAILED_ERRORS);
  }

  /** Returns the names of the hub protocols that clients may speak. */
  public Set<String> protocols() {
    return values.get(PROTOCOLS);
  }

  /** Returns the transports that clients may use. */
  public Set<TransportType> transports() {
    return values.get(TRANSPORTS);
  }

  /** Returns the lowest version of negotiate that is answered. */
  public int minimumNegotiateVersion() {
    return values.get(MINIMUM_NEGOTIATE_VERSION);
  }

  /** Returns whether requests without an authenticated user are refused. */
  public boolean requireAuthenticatedUser() {
    return values.get(REQUIRE_AUTHENTICATED_USER);
  }

  /** Returns whether a connection closes when the credentials of its user expire. */
  public boolean closeOnAuthenticationExpiration() {
    return values.get(CLOSE_ON_AUTHENTICATION_EXPIRATION);
  }

  /** Returns whether clients may prove anew who they are while their connection goes on. */
  public boolean authenticationRefresh() {
    return values.get(AUTHENTICATION_REFRESH);
  }

  /** Returns whether pages of other origins may use the credentials of their visitors. */
  public boolean allowCredentials() {
    return values.get(ALLOW_CREDENTIALS);
  }

  /** Returns the origins besides the server's own from which browsers may connect. */
  public Set<String> allowedOrigins() {
    return values.get(ALLOWED_ORIGINS);
  }

  /**
   * Returns the options that differ from their defaults, {@code name=value, name=value}, for a log;
   * empty if none does.
   */
  public String changed() {
    return values.changed();
  }

  /** Returns every value in force, defaults included, as {@code name=value}. */
  @Override
  public String toString() {
    return values.toString();
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final OptionValues values;

    private Builder(OptionValues values) {
      this.values = values;
    }

    private <T> Builder set(Option<T> option, T value) {
      values.set(option, value);
      return this;
    }

    /** Returns what was set here, on top of other defaults. */
    Builder over(HubOptions defaults) {
      return new Builder(values.over(defaults.values));
    }

    /**
     * Sets an option from text, by its name, as {@link OptionValues#set(String, String)} says:
     * {@code set("keep-alive-interval", "10s")}.
     */
    public Builder set(String name, String value) {
      values.set(name, value);
      return this;
    }

    /**
     * Sets options from the entries of a map whose keys begin with a prefix, {@code nave.hub.} for
     * example, as {@link OptionValues#setAll} says.
     */
    public Builder setAll(Map<String, String> map, String prefix) {
      values.setAll(map, prefix);
      return this;
    }

    /** Sets how long a client may take to send its handshake. Default: 15 seconds; positive. */
    public Builder handshakeTimeout(Duration value) {
      return set(HANDSHAKE_TIMEOUT, value);
    }

    /**
     * Sets how long a client that polls may take to send its handshake: it holds no socket
     * meanwhile, and could take many places at once. {@link #handshakeTimeout} applies, too.
     * Default: 5 seconds; positive.
     */
    public Builder pollHandshakeTimeout(Duration value) {
      return set(POLL_HANDSHAKE_TIMEOUT, value);
    }

    /**
     * Sets the interval at which the server pings, busy or not. Default: 15 seconds; positive. Half
     * of the 30 seconds after which clients take a silent server for dead.
     */
    public Builder keepAliveInterval(Duration value) {
      return set(KEEP_ALIVE_INTERVAL, value);
    }

    /**
     * Sets the longest silence of a client: the time since its last whole message, or its
     * handshake. Clients of SignalR ping every 15 seconds; those that use long polling do not, and
     * are disconnected when they stop to poll. Default: 30 seconds; positive.
     */
    public Builder clientTimeout(Duration value) {
      return set(CLIENT_TIMEOUT, value);
    }

    /**
     * Sets whether {@link #clientTimeout} is for those clients alone that have pinged once, as it
     * is in ASP.NET Core. Then a client that never pings is never closed for its silence. Default:
     * false.
     */
    public Builder clientTimeoutFromFirstPing(boolean value) {
      return set(CLIENT_TIMEOUT_FROM_FIRST_PING, value);
    }

    /**
     * Sets how long a client may take to end a message that it has begun; then the connection ends
     * with an error. What the largest message takes over a slow network must fit. Default: 30
     * seconds; positive.
     */
    public Builder messageTimeout(Duration value) {
      return set(MESSAGE_TIMEOUT, value);
    }

    /**
     * Sets how long a client's socket may take no bytes while some wait for it; then the connection
     * ends. Default: 10 seconds; positive.
     */
    public Builder sendTimeout(Duration value) {
      return set(SEND_TIMEOUT, value);
    }

    /**
     * Sets how long a connection may be without a transport: after it was negotiated, between two
     * polls, and with {@link #statefulReconnect} after its transport was cut. Default: 15 seconds;
     * positive.
     */
    public Builder disconnectTimeout(Duration value) {
      return set(DISCONNECT_TIMEOUT, value);
    }

    /**
     * Sets how long a poll waits for messages until it is answered without any, and the client
     * polls again. Default: 90 seconds; positive. Clients give up after 100 seconds, and many
     * proxies after 60.
     */
    public Builder longPollTimeout(Duration value) {
      return set(LONG_POLL_TIMEOUT, value);
    }

    /**
     * Sets how long the end of a connection waits for its running hub methods before {@code
     * onDisconnected} is called, from when nothing that the client sent waits any more. Default: 5
     * seconds; positive.
     */
    public Builder onDisconnectedGrace(Duration value) {
      return set(ON_DISCONNECTED_GRACE, value);
    }

    /**
     * Sets how long a connection whose client left, or sent something malformed, goes on with what
     * it had received before. What has not begun by then is dropped, counted in {@link
     * HubCounters#droppedInvocations} and logged; a Close that waits for the answers of running
     * methods is sent. Default: 5 seconds; positive.
     */
    public Builder finalMessagesTimeout(Duration value) {
      return set(FINAL_MESSAGES_TIMEOUT, value);
    }

    /**
     * Sets how long the items of an upload may fill {@link #maxBacklogBytes} while its hub method
     * asks for none of them and nothing else that waits is taken; then the connection is closed
     * with an error. What would make the method ask for items may stand behind them, unread.
     * Default: 60 seconds; positive.
     */
    public Builder uploadStallTimeout(Duration value) {
      return set(UPLOAD_STALL_TIMEOUT, value);
    }

    /**
     * Sets the largest message taken from a client, in bytes, handshake included; a larger one ends
     * the connection. Default: 32,768; positive.
     */
    public Builder maxMessageBytes(int value) {
      return set(MAX_MESSAGE_BYTES, value);
    }

    /**
     * Sets how many messages of a client are read before other clients of its event loop have their
     * turn; the rest follows in later turns. So a client that floods the server delays others by
     * little. Default: 100; positive.
     */
    public Builder maxMessagesPerTurn(int value) {
      return set(MAX_MESSAGES_PER_TURN, value);
    }

    /**
     * Sets how long messages of a client are read before other clients of its event loop have their
     * turn, where fewer than {@link #maxMessagesPerTurn} take so long. A message is always read as
     * a whole. Default: 1 millisecond; positive.
     */
    public Builder maxTimePerTurn(Duration value) {
      return set(MAX_TIME_PER_TURN, value);
    }

    /**
     * Sets how many invocations a connection may make in a second, in the long run, those with
     * streams, of unknown methods and with wrong arguments included; {@link #maxInvocationBurst} of
     * them may come at once. One too many is answered with an error, and {@link
     * #maxRefusedInvocations} too many close the connection. Default: 1,000,000, which counts none:
     * {@link #maxMessagesPerTurn} and {@link #maxBacklogBytes} keep a client that sends much from
     * delaying others, and only the application knows what is much; positive.
     */
    public Builder maxInvocationsPerSecond(int value) {
      return set(MAX_INVOCATIONS_PER_SECOND, value);
    }

    /**
     * Sets how many invocations a connection may make at once where {@link
     * #maxInvocationsPerSecond} is below its default. Default: 1,000; positive.
     */
    public Builder maxInvocationBurst(int value) {
      return set(MAX_INVOCATION_BURST, value);
    }

    /**
     * Sets how many invocations a user may make in a second, in the long run, on all connections to
     * this hub of one server together; what counts, and what becomes of those beyond, is as with
     * {@link #maxInvocationsPerSecond}. Clients without a user id have no bound in common. The
     * bound begins anew when a user has no connection. Default: 1,000,000, which counts none;
     * positive.
     */
    public Builder maxInvocationsPerSecondPerUser(int value) {
      return set(MAX_INVOCATIONS_PER_SECOND_PER_USER, value);
    }

    /**
     * Sets how many invocations a user may make at once where {@link
     * #maxInvocationsPerSecondPerUser} is below its default. Default: 1,000; positive.
     */
    public Builder maxInvocationBurstPerUser(int value) {
      return set(MAX_INVOCATION_BURST_PER_USER, value);
    }

    /**
     * Sets how many invocations beyond {@link #maxInvocationsPerSecond} or {@link
     * #maxInvocationsPerSecondPerUser} a connection may make before it is closed with an error. The
     * count begins anew when there was none for so long that {@link #maxInvocationBurst}, or {@link
     * #maxInvocationBurstPerUser}, could come at once. Default: 1,000; positive.
     */
    public Builder maxRefusedInvocations(int value) {
      return set(MAX_REFUSED_INVOCATIONS, value);
    }

    /**
     * Sets the largest message sent to clients, in bytes, once encoded; the send of a larger one
     * fails. Default: 1,048,576; positive.
     */
    public Builder maxSentMessageBytes(int value) {
      return set(MAX_SENT_MESSAGE_BYTES, value);
    }

    /**
     * Sets the longest name of a method that a client may call, in characters. A call with a longer
     * one is answered with an error that shows its beginning. Default: 256; positive.
     */
    public Builder maxTargetLength(int value) {
      return set(MAX_TARGET_LENGTH, value);
    }

    /**
     * Sets the longest id that a client may give to an invocation or a stream, in characters. A
     * call with a longer one is answered with an error. Default: 256; positive.
     */
    public Builder maxInvocationIdLength(int value) {
      return set(MAX_INVOCATION_ID_LENGTH, value);
    }

    /**
     * Sets how many streams a client may upload to one invocation. A call with more is answered
     * with an error, whatever its method takes. Default: 32; positive.
     */
    public Builder maxStreamIdsPerInvocation(int value) {
      return set(MAX_STREAM_IDS_PER_INVOCATION, value);
    }

    /**
     * Sets how many values the arguments of a call, an item or a result may have, at all depths; an
     * array or object counts as 8, since it takes as much memory. A call with more is answered with
     * an error, a stream with such an item ends with one, and so does the wait for such a result.
     * Default: 32,768, so that a message of the default size may be full of numbers; positive.
     */
    public Builder maxValuesPerMessage(int value) {
      return set(MAX_VALUES_PER_MESSAGE, value);
    }

    /**
     * Sets how long a number of a client may be, in characters, be it a number, text that is read
     * as one, or the key of a map. A call with a longer one is answered with an error, a stream
     * with such an item ends with one, and so does the wait for such a result. The time that it
     * takes to make a {@link java.math.BigInteger} or {@link java.math.BigDecimal} grows with the
     * square of its digits. Default: 1,000; at least 32, so that every {@code long}, {@code double}
     * and decimal of .NET can be read.
     */
    public Builder maxNumberLength(int value) {
      return set(MAX_NUMBER_LENGTH, value);
    }

    /**
     * Sets the longest user id that the authenticator or the {@link UserIdProvider} may give, in
     * characters. A client with a longer one is refused with 403. Default: 512; positive.
     */
    public Builder maxUserIdLength(int value) {
      return set(MAX_USER_ID_LENGTH, value);
    }

    /**
     * Sets the longest name of a group, in characters; group changes with a longer one fail.
     * Default: 256; positive.
     */
    public Builder maxGroupNameLength(int value) {
      return set(MAX_GROUP_NAME_LENGTH, value);
    }

    /**
     * Sets the longest value of {@link HubGroups#addWithValue}, in characters; a longer one fails
     * the join. Default: 256; 1 to 1,000.
     */
    public Builder maxPresenceValueLength(int value) {
      return set(MAX_PRESENCE_VALUE_LENGTH, value);
    }

    /**
     * Sets how long the presence listener may take with one event. If it takes longer, a line in
     * the log names it; no hub call waits for it. Default: 10 seconds; positive.
     */
    public Builder presenceListenerGrace(Duration value) {
      return set(PRESENCE_LISTENER_GRACE, value);
    }

    /**
     * Sets whether {@link HubGroups#addUser} works. Each connection of a user then reads the user's
     * groups from the backplane's directory. Default: false.
     */
    public Builder usersInGroups(boolean value) {
      return set(USERS_IN_GROUPS, value);
    }

    /**
     * Sets how long a user is in a group where {@link HubGroups#addUser} does not say it. Default:
     * 1 day; positive, at most 366 days.
     */
    public Builder userGroupTime(Duration value) {
      return set(USER_GROUP_TIME, value);
    }

    /**
     * Sets how long a user may be in a group; a longer time fails. Default: 30 days; positive, at
     * most 366 days.
     */
    public Builder maxUserGroupTime(Duration value) {
      return set(MAX_USER_GROUP_TIME, value);
    }

    /**
     * Sets how long a connection waits for the groups of its user before it opens. After that it
     * opens, and is put into them when they are read. Default: 1 second; positive.
     */
    public Builder userGroupsWait(Duration value) {
      return set(USER_GROUPS_WAIT, value);
    }

    /**
     * Sets in how many groups one connection may be on its server; joining another fails. Default:
     * 1,000; positive.
     */
    public Builder maxGroupsPerConnection(int value) {
      return set(MAX_GROUPS_PER_CONNECTION, value);
    }

    /**
     * Sets how many calls with streams, in either direction, one client may have open; another is
     * answered with an error. They run beside each other and beside other calls, whatever {@link
     * #maximumParallelInvocationsPerClient} says. Default: 100; positive.
     */
    public Builder maxStreamsPerClient(int value) {
      return set(MAX_STREAMS_PER_CLIENT, value);
    }

    /**
     * Sets how many items of one upload may wait for their hub method without counting to {@link
     * #maxBacklogBytes}. Default: 10; positive.
     */
    public Builder streamBufferCapacity(int value) {
      return set(STREAM_BUFFER_CAPACITY, value);
    }

    /**
     * Sets how many bytes of what a client sent may wait to be taken: invocations that were not
     * started, and items of uploads. Then no more is read from it until half of that is gone.
     * Default: 131,072; positive.
     *
     * <p>While the clients of an event loop together keep more than {@link
     * ServerOptions.Builder#maxLoopInboundBytes}, this is a sixteenth.
     *
     * <p>While a call of the client can be cancelled, or a hub method waits for what the client has
     * yet to send, reading goes on up to twice as much, all items counted. If it then stands still
     * for {@link #clientTimeout} while a hub method waits, the connection ends with an error; not
     * while another hub method, without streams, is merely slow.
     */
    public Builder maxBacklogBytes(int value) {
      return set(MAX_BACKLOG_BYTES, value);
    }

    /**
     * Sets how many bytes a client's socket may leave untaken after a flush before {@link
     * #slowConsumerPolicy} applies. Where that drops old messages, half of them may wait in the
     * socket, and half outside of it. Default: 1,048,576; positive.
     */
    public Builder maxPendingBytes(int value) {
      return set(MAX_PENDING_BYTES, value);
    }

    /** Sets what happens to a client past {@link #maxPendingBytes}. Default: it is disconnected. */
    public Builder slowConsumerPolicy(SlowConsumerPolicy value) {
      return set(SLOW_CONSUMER_POLICY, value);
    }

    /**
     * Sets whether a client may bring its connection back on a new WebSocket after the old one was
     * cut: within {@link #disconnectTimeout} nothing is lost and the hub notices nothing. Default:
     * false. Only for clients that ask for it, and that negotiate a secret token (version 1).
     */
    public Builder statefulReconnect(boolean value) {
      return set(STATEFUL_RECONNECT, value);
    }

    /**
     * Sets how many bytes of sent messages are kept per connection with {@link #statefulReconnect}
     * until its client has acknowledged them; official clients do that once a second. Past that,
     * further messages wait, and count as untaken ({@link #maxPendingBytes}). The message that
     * passes the bound is still sent. As much again may be held after a reconnect, until the client
     * has counted what comes a second time. Default: 100,000; positive.
     */
    public Builder statefulReconnectBufferBytes(int value) {
      return set(STATEFUL_RECONNECT_BUFFER_BYTES, value);
    }

    /**
     * Sets how many connections of the hub may at a time wait for their client to bring them back.
     * If one more is cut, the oldest one of the address that has most of them ends. Default:
     * 10,000; positive.
     */
    public Builder maxDisconnectedConnections(int value) {
      return set(MAX_DISCONNECTED_CONNECTIONS, value);
    }

    /**
     * Sets how many of these may be of one address ({@link ServerOptions#trustedProxies}), or of
     * one network of IPv6 with a prefix of 64 bits. If one more is cut, the oldest one of the
     * address ends. Default: 10,000; positive.
     */
    public Builder maxDisconnectedConnectionsPerAddress(int value) {
      return set(MAX_DISCONNECTED_CONNECTIONS_PER_ADDRESS, value);
    }

    /**
     * Sets how many of these may be of one user id. If one more is cut, the oldest one of the user
     * ends. Default: 10,000; positive.
     */
    public Builder maxDisconnectedConnectionsPerUser(int value) {
      return set(MAX_DISCONNECTED_CONNECTIONS_PER_USER, value);
    }

    /** Sets how many invocations of one client may run at a time. Default: 1; positive. */
    public Builder maximumParallelInvocationsPerClient(int value) {
      return set(MAXIMUM_PARALLEL_INVOCATIONS_PER_CLIENT, value);
    }

    /**
     * Sets how many calls of a connection may wait for their own sends over a backplane while the
     * next ones run: those whose methods have returned the stage of a send as they got it. They are
     * not counted in {@link #maximumParallelInvocationsPerClient}, but in {@link #maxBacklogBytes},
     * and are answered as soon as their own send is done, in whatever order that is. A further call
     * holds up the next one until one of them is over. Default: 16; 0 for no such calls, so that
     * each holds up the next one.
     */
    public Builder maxPipelinedSendsPerConnection(int value) {
      return set(MAX_PIPELINED_SENDS_PER_CONNECTION, value);
    }

    /**
     * Sets how long a {@link NonBlocking} method may take, with what surrounds it, before the log
     * names it, once. Default: 10 milliseconds; positive.
     */
    public Builder nonBlockingGrace(Duration value) {
      return set(NON_BLOCKING_GRACE, value);
    }

    /**
     * Sets how many headers a client may send beside a call for a {@link HubTracer} to see them;
     * where there are more, it sees none. Default: 32; positive.
     */
    public Builder maxCallHeaders(int value) {
      return set(MAX_CALL_HEADERS, value);
    }

    /**
     * Sets how long the names and values of the headers beside a call may be together, in
     * characters, for a {@link HubTracer} to see them; where they are longer, it sees none.
     * Default: 16,384; positive.
     */
    public Builder maxCallHeaderLength(int value) {
      return set(MAX_CALL_HEADER_LENGTH, value);
    }

    /**
     * Sets how long a client that was asked for a result may take to answer, unless {@link
     * SingleClientProxy#withTimeout} says otherwise. Default: 30 seconds; positive.
     */
    public Builder clientResultTimeout(Duration value) {
      return set(CLIENT_RESULT_TIMEOUT, value);
    }

    /**
     * Sets the maximum of pending results of one client; asking it for another fails. It also
     * limits how many invocations of one client may wait for client results, in addition to those
     * that {@link #maximumParallelInvocationsPerClient} lets run. Default: 100; positive.
     */
    public Builder maxClientResultsPerConnection(int value) {
      return set(MAX_CLIENT_RESULTS_PER_CONNECTION, value);
    }

    /**
     * Sets the maximum of pending results of all clients of the hub on one server; asking for
     * another fails. Results that this server expects from clients of other servers are counted
     * separately, with the same maximum. Default: 10,000; positive.
     */
    public Builder maxClientResults(int value) {
      return set(MAX_CLIENT_RESULTS, value);
    }

    /**
     * Sets whether clients see the texts of all exceptions. Default: false, only those of a {@link
     * HubException}. Texts may tell an attacker things: for development.
     */
    public Builder detailedErrors(boolean value) {
      return set(DETAILED_ERRORS, value);
    }

    /**
     * Sets the hub protocols that clients may speak. Default: json and messagepack; one of these,
     * or both.
     */
    public Builder protocols(Set<String> value) {
      return set(PROTOCOLS, value);
    }

    /** Sets the transports that clients may use. Default: all that there are; not empty. */
    public Builder transports(Set<TransportType> value) {
      return set(TRANSPORTS, value);
    }

    /** Sets the lowest version of negotiate that is answered. Default: 0; 0 or 1. */
    public Builder minimumNegotiateVersion(int value) {
      return set(MINIMUM_NEGOTIATE_VERSION, value);
    }

    /**
     * Sets whether requests for which the {@link Authenticator} found no user get 401. Default:
     * false.
     */
    public Builder requireAuthenticatedUser(boolean value) {
      return set(REQUIRE_AUTHENTICATED_USER, value);
    }

    /**
     * Sets whether a connection closes when {@link HubUser#expiresAt} has passed; the Close allows
     * the client to reconnect. Default: false, a connection outlives its credentials.
     */
    public Builder closeOnAuthenticationExpiration(boolean value) {
      return set(CLOSE_ON_AUTHENTICATION_EXPIRATION, value);
    }

    /**
     * Sets whether clients may renew the credentials of an open connection, by {@code POST
     * {path}/refresh}. Default: false.
     */
    public Builder authenticationRefresh(boolean value) {
      return set(AUTHENTICATION_REFRESH, value);
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
      return set(ALLOWED_ORIGINS, value);
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
      return set(ALLOW_CREDENTIALS, value);
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if {@link #allowedOrigins} is {@code *} and {@link
     *     #allowCredentials} is true: then any page could act as its visitor
     */
    public HubOptions build() {
      checkOrigins();
      return new HubOptions(values.copy());
    }

    /** Checks what no setter alone can; after each call of the application's that may set it. */
    void checkOrigins() {
      if (values.get(ALLOW_CREDENTIALS) && values.get(ALLOWED_ORIGINS).contains("*")) {
        throw new OptionException(
            "allowedOrigins(\"*\") with allowCredentials(true) would let any web page act as its"
                + " visitor; name the origins, or set allowCredentials(false)");
      }
    }
  }
}
