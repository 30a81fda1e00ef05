package dev.nave.hub;

import static dev.nave.hub.OptionChecks.atLeast;
import static dev.nave.hub.OptionChecks.notEmpty;
import static dev.nave.hub.OptionChecks.notNegative;
import static dev.nave.hub.OptionChecks.positive;
import static dev.nave.hub.OptionChecks.setOf;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import dev.nave.hub.internal.origins.WebOrigin;
import dev.nave.hub.protocol.HubProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of a hub, each declared once: {@link HubOptions} reads and sets them, and the tables
 * of docs/options.md have their texts.
 */
final class HubOptionDeclarations {
  static final DeclaredOptions DECLARED = new DeclaredOptions();

  /** The names of the hub protocols that there are. */
  private static final List<String> KNOWN_PROTOCOLS = List.of("json", "messagepack");

  static final Option<Duration> HANDSHAKE_TIMEOUT =
      DECLARED
          .option("handshakeTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(15))
          .defaultText("15 s")
          .check(value -> positive("handshakeTimeout", value))
          .summary("time for the first message of a client; then the connection is closed")
          .declare();

  static final Option<Duration> POLL_HANDSHAKE_TIMEOUT =
      DECLARED
          .option("pollHandshakeTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .defaultText("5 s")
          .check(value -> positive("pollHandshakeTimeout", value))
          .summary("the same for a client that polls: it holds no socket meanwhile")
          .declare();

  static final Option<Duration> KEEP_ALIVE_INTERVAL =
      DECLARED
          .option("keepAliveInterval", OptionType.duration())
          .defaultValue(Duration.ofSeconds(15))
          .defaultText("15 s")
          .check(value -> positive("keepAliveInterval", value))
          .summary(
              "interval of the server's pings, also on busy connections; clients allow 30 s of"
                  + " silence")
          .declare();

  static final Option<Duration> CLIENT_TIMEOUT =
      DECLARED
          .option("clientTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(30))
          .defaultText("30 s")
          .check(value -> positive("clientTimeout", value))
          .summary("longest silence of a client; over long polling its polls count instead")
          .declare();

  static final Option<Boolean> CLIENT_TIMEOUT_FROM_FIRST_PING =
      DECLARED
          .option("clientTimeoutFromFirstPing", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether `clientTimeout` is only for clients that have pinged, as in SignalR")
          .declare();

  static final Option<Duration> MESSAGE_TIMEOUT =
      DECLARED
          .option("messageTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(30))
          .defaultText("30 s")
          .check(value -> positive("messageTimeout", value))
          .summary("time for a client to end a message that it has begun")
          .declare();

  static final Option<Duration> SEND_TIMEOUT =
      DECLARED
          .option("sendTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(10))
          .defaultText("10 s")
          .check(value -> positive("sendTimeout", value))
          .summary("how long a client's socket may accept nothing while bytes wait for it")
          .declare();

  static final Option<Duration> DISCONNECT_TIMEOUT =
      DECLARED
          .option("disconnectTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(15))
          .defaultText("15 s")
          .check(value -> positive("disconnectTimeout", value))
          .summary(
              "how long a connection may be without a socket: negotiated, between polls, or"
                  + " cut")
          .declare();

  static final Option<Duration> LONG_POLL_TIMEOUT =
      DECLARED
          .option("longPollTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(90))
          .defaultText("90 s")
          .check(value -> positive("longPollTimeout", value))
          .summary("how long a poll waits for messages ([transports.md](transports.md))")
          .declare();

  static final Option<Duration> ON_DISCONNECTED_GRACE =
      DECLARED
          .option("onDisconnectedGrace", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .defaultText("5 s")
          .check(value -> positive("onDisconnectedGrace", value))
          .summary(
              "how long the end of a connection waits for running methods before"
                  + " `onDisconnected`")
          .declare();

  static final Option<Duration> FINAL_MESSAGES_TIMEOUT =
      DECLARED
          .option("finalMessagesTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .defaultText("5 s")
          .check(value -> positive("finalMessagesTimeout", value))
          .summary("time for messages received before the end ([hubs.md](hubs.md)); then dropped")
          .declare();

  static final Option<Duration> UPLOAD_STALL_TIMEOUT =
      DECLARED
          .option("uploadStallTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(60))
          .defaultText("60 s")
          .check(value -> positive("uploadStallTimeout", value))
          .summary("how long an unread upload may fill the backlog ([streaming.md](streaming.md))")
          .declare();

  static final Option<Integer> MAX_MESSAGE_BYTES =
      DECLARED
          .option("maxMessageBytes", OptionType.intBytes())
          .defaultValue(32 * 1024)
          .defaultText("32,768 bytes")
          .check(value -> positive("maxMessageBytes", value))
          .summary("largest message of a client; a larger one closes the connection")
          .declare();

  static final Option<Integer> MAX_MESSAGES_PER_TURN =
      DECLARED
          .option("maxMessagesPerTurn", OptionType.integer())
          .defaultValue(100)
          .defaultText("100")
          .check(value -> positive("maxMessagesPerTurn", value))
          .summary("messages of a client that are read before other clients have their turn")
          .declare();

  static final Option<Duration> MAX_TIME_PER_TURN =
      DECLARED
          .option("maxTimePerTurn", OptionType.duration())
          .defaultValue(Duration.ofMillis(1))
          .defaultText("1 ms")
          .check(value -> positive("maxTimePerTurn", value))
          .summary("time for them; the message that passes it is the last of the turn")
          .declare();

  static final Option<Integer> MAX_INVOCATIONS_PER_SECOND =
      DECLARED
          .option("maxInvocationsPerSecond", OptionType.integer())
          .defaultValue(1_000_000)
          .defaultText("1,000,000")
          .check(value -> positive("maxInvocationsPerSecond", value))
          .summary("invocations of a connection in the long run; the default counts none")
          .declare();

  static final Option<Integer> MAX_INVOCATION_BURST =
      DECLARED
          .option("maxInvocationBurst", OptionType.integer())
          .defaultValue(1_000)
          .defaultText("1,000")
          .check(value -> positive("maxInvocationBurst", value))
          .summary("those that may come at once; further ones fail")
          .declare();

  static final Option<Integer> MAX_INVOCATIONS_PER_SECOND_PER_USER =
      DECLARED
          .option("maxInvocationsPerSecondPerUser", OptionType.integer())
          .defaultValue(1_000_000)
          .defaultText("1,000,000")
          .check(value -> positive("maxInvocationsPerSecondPerUser", value))
          .summary("the same for all connections of a user on one server together")
          .declare();

  static final Option<Integer> MAX_INVOCATION_BURST_PER_USER =
      DECLARED
          .option("maxInvocationBurstPerUser", OptionType.integer())
          .defaultValue(1_000)
          .defaultText("1,000")
          .check(value -> positive("maxInvocationBurstPerUser", value))
          .summary("those that may come at once; further ones fail")
          .declare();

  static final Option<Integer> MAX_REFUSED_INVOCATIONS =
      DECLARED
          .option("maxRefusedInvocations", OptionType.integer())
          .defaultValue(1_000)
          .defaultText("1,000")
          .check(value -> positive("maxRefusedInvocations", value))
          .summary("failures for these reasons before the connection is closed")
          .declare();

  static final Option<Integer> MAX_SENT_MESSAGE_BYTES =
      DECLARED
          .option("maxSentMessageBytes", OptionType.intBytes())
          .defaultValue(1024 * 1024)
          .defaultText("1,048,576 bytes")
          .check(value -> positive("maxSentMessageBytes", value))
          .summary("largest message to clients; the send of a larger one fails")
          .declare();

  static final Option<Integer> MAX_TARGET_LENGTH =
      DECLARED
          .option("maxTargetLength", OptionType.integer())
          .defaultValue(256)
          .defaultText("256 characters")
          .check(value -> positive("maxTargetLength", value))
          .summary("name of the method of a call; a longer one fails the call")
          .declare();

  static final Option<Integer> MAX_INVOCATION_ID_LENGTH =
      DECLARED
          .option("maxInvocationIdLength", OptionType.integer())
          .defaultValue(256)
          .defaultText("256 characters")
          .check(value -> positive("maxInvocationIdLength", value))
          .summary("ids of a call and of its streams; a longer one fails the call")
          .declare();

  static final Option<Integer> MAX_STREAM_IDS_PER_INVOCATION =
      DECLARED
          .option("maxStreamIdsPerInvocation", OptionType.integer())
          .defaultValue(32)
          .defaultText("32")
          .check(value -> positive("maxStreamIdsPerInvocation", value))
          .summary("streams that a call uploads; one with more fails")
          .declare();

  static final Option<Integer> MAX_VALUES_PER_MESSAGE =
      DECLARED
          .option("maxValuesPerMessage", OptionType.integer())
          .defaultValue(32_768)
          .defaultText("32,768")
          .check(value -> positive("maxValuesPerMessage", value))
          .summary("values of a message, an array or object counting as 8; a further one fails it")
          .declare();

  static final Option<Integer> MAX_NUMBER_LENGTH =
      DECLARED
          .option("maxNumberLength", OptionType.integer())
          .defaultValue(HubProtocol.MAX_NUMBER_LENGTH)
          .defaultText("1,000 characters")
          .check(value -> atLeast("maxNumberLength", value, HubProtocol.LEAST_NUMBER_LENGTH))
          .summary("longest number, as text or as key, too; a longer one fails its message")
          .declare();

  static final Option<Integer> MAX_USER_ID_LENGTH =
      DECLARED
          .option("maxUserIdLength", OptionType.integer())
          .defaultValue(512)
          .defaultText("512 characters")
          .check(value -> positive("maxUserIdLength", value))
          .summary("longest user id; a client with a longer one is refused")
          .declare();

  static final Option<Integer> MAX_GROUP_NAME_LENGTH =
      DECLARED
          .option("maxGroupNameLength", OptionType.integer())
          .defaultValue(256)
          .defaultText("256 characters")
          .check(value -> positive("maxGroupNameLength", value))
          .summary("a longer name fails")
          .declare();

  static final Option<Integer> MAX_PRESENCE_VALUE_LENGTH =
      DECLARED
          .option("maxPresenceValueLength", OptionType.integer())
          .defaultValue(256)
          .defaultText("256 characters")
          .check(HubOptionDeclarations::presenceValueLength)
          .summary("what is attached to a group's member; a longer value fails the join")
          .declare();

  static final Option<Duration> PRESENCE_LISTENER_GRACE =
      DECLARED
          .option("presenceListenerGrace", OptionType.duration())
          .defaultValue(Duration.ofSeconds(10))
          .defaultText("10 s")
          .check(value -> positive("presenceListenerGrace", value))
          .summary("a presence listener that takes longer with an event is told in the log")
          .declare();

  static final Option<Boolean> USERS_IN_GROUPS =
      DECLARED
          .option("usersInGroups", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether users can be put into groups; a connection of one reads them then")
          .declare();

  static final Option<Duration> USER_GROUP_TIME =
      DECLARED
          .option("userGroupTime", OptionType.duration())
          .defaultValue(Duration.ofDays(1))
          .defaultText("24 h")
          .check(value -> userGroupTime("userGroupTime", value))
          .summary("how long a user is in a group where that is not said")
          .declare();

  static final Option<Duration> MAX_USER_GROUP_TIME =
      DECLARED
          .option("maxUserGroupTime", OptionType.duration())
          .defaultValue(Duration.ofDays(30))
          .defaultText("720 h")
          .check(value -> userGroupTime("maxUserGroupTime", value))
          .summary("how long a user may be in a group; a longer time fails")
          .declare();

  static final Option<Duration> USER_GROUPS_WAIT =
      DECLARED
          .option("userGroupsWait", OptionType.duration())
          .defaultValue(Duration.ofSeconds(1))
          .defaultText("1 s")
          .check(value -> positive("userGroupsWait", value))
          .summary("how long a connection waits for the groups of its user; then they follow")
          .declare();

  static final Option<Integer> MAX_GROUPS_PER_CONNECTION =
      DECLARED
          .option("maxGroupsPerConnection", OptionType.integer())
          .defaultValue(1_000)
          .defaultText("1,000")
          .check(value -> positive("maxGroupsPerConnection", value))
          .summary("groups of a connection; a further join fails")
          .declare();

  static final Option<Integer> MAX_STREAMS_PER_CLIENT =
      DECLARED
          .option("maxStreamsPerClient", OptionType.integer())
          .defaultValue(100)
          .defaultText("100")
          .check(value -> positive("maxStreamsPerClient", value))
          .summary("open streaming calls of one client; a further one fails")
          .declare();

  static final Option<Integer> STREAM_BUFFER_CAPACITY =
      DECLARED
          .option("streamBufferCapacity", OptionType.integer())
          .defaultValue(10)
          .defaultText("10 items")
          .check(value -> positive("streamBufferCapacity", value))
          .summary("items of an upload that do not count against `maxBacklogBytes`")
          .declare();

  static final Option<Integer> MAX_BACKLOG_BYTES =
      DECLARED
          .option("maxBacklogBytes", OptionType.intBytes())
          .defaultValue(128 * 1024)
          .defaultText("131,072 bytes")
          .check(value -> positive("maxBacklogBytes", value))
          .summary("a client's calls and items that wait; past it reading pauses")
          .declare();

  static final Option<Integer> MAX_PENDING_BYTES =
      DECLARED
          .option("maxPendingBytes", OptionType.intBytes())
          .defaultValue(1024 * 1024)
          .defaultText("1,048,576 bytes")
          .check(value -> positive("maxPendingBytes", value))
          .summary("unsent bytes of one client, past which `slowConsumerPolicy` applies")
          .declare();

  static final Option<SlowConsumerPolicy> SLOW_CONSUMER_POLICY =
      DECLARED
          .option("slowConsumerPolicy", OptionType.oneOf(SlowConsumerPolicy.class))
          .defaultValue(SlowConsumerPolicy.DISCONNECT)
          .defaultText("`DISCONNECT`")
          .summary("what a slow client misses ([transports.md](transports.md#slow-clients))")
          .declare();

  static final Option<Boolean> STATEFUL_RECONNECT =
      DECLARED
          .option("statefulReconnect", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether it is on ([stateful-reconnect.md](stateful-reconnect.md))")
          .declare();

  static final Option<Integer> STATEFUL_RECONNECT_BUFFER_BYTES =
      DECLARED
          .option("statefulReconnectBufferBytes", OptionType.intBytes())
          .defaultValue(100_000)
          .defaultText("100,000 bytes")
          .check(value -> positive("statefulReconnectBufferBytes", value))
          .summary("unacknowledged messages of a client; further ones wait")
          .declare();

  static final Option<Integer> MAX_DISCONNECTED_CONNECTIONS =
      DECLARED
          .option("maxDisconnectedConnections", OptionType.integer())
          .defaultValue(10_000)
          .defaultText("10,000")
          .check(value -> positive("maxDisconnectedConnections", value))
          .summary("connections that wait for their client; past it the oldest one ends")
          .declare();

  static final Option<Integer> MAX_DISCONNECTED_CONNECTIONS_PER_ADDRESS =
      DECLARED
          .option("maxDisconnectedConnectionsPerAddress", OptionType.integer())
          .defaultValue(10_000)
          .check(value -> positive("maxDisconnectedConnectionsPerAddress", value))
          .summary("those of one address; past it its oldest one ends")
          .declare();

  static final Option<Integer> MAX_DISCONNECTED_CONNECTIONS_PER_USER =
      DECLARED
          .option("maxDisconnectedConnectionsPerUser", OptionType.integer())
          .defaultValue(10_000)
          .check(value -> positive("maxDisconnectedConnectionsPerUser", value))
          .summary("those of one user; past it its oldest one ends")
          .declare();

  static final Option<Integer> MAXIMUM_PARALLEL_INVOCATIONS_PER_CLIENT =
      DECLARED
          .option("maximumParallelInvocationsPerClient", OptionType.integer())
          .defaultValue(1)
          .defaultText("1")
          .check(value -> positive("maximumParallelInvocationsPerClient", value))
          .summary("concurrent invocations of one client")
          .declare();

  static final Option<Integer> MAX_PIPELINED_SENDS_PER_CONNECTION =
      DECLARED
          .option("maxPipelinedSendsPerConnection", OptionType.integer())
          .defaultValue(16)
          .defaultText("16")
          .check(value -> notNegative("maxPipelinedSendsPerConnection", value))
          .summary("calls that only wait for their own sends ([hubs.md](hubs.md)); 0: none")
          .declare();

  static final Option<Duration> NON_BLOCKING_GRACE =
      DECLARED
          .option("nonBlockingGrace", OptionType.duration())
          .defaultValue(Duration.ofMillis(10))
          .defaultText("10 ms")
          .check(value -> positive("nonBlockingGrace", value))
          .summary("a `@NonBlocking` method that takes longer is told in the log")
          .declare();

  static final Option<Integer> MAX_CALL_HEADERS =
      DECLARED
          .option("maxCallHeaders", OptionType.integer())
          .defaultValue(32)
          .defaultText("32")
          .check(value -> positive("maxCallHeaders", value))
          .summary(
              "headers of a call that a tracer gets; with more it gets none"
                  + " ([tracing.md](tracing.md))")
          .declare();

  static final Option<Integer> MAX_CALL_HEADER_LENGTH =
      DECLARED
          .option("maxCallHeaderLength", OptionType.integer())
          .defaultValue(16 * 1024)
          .defaultText("16,384 characters")
          .check(value -> positive("maxCallHeaderLength", value))
          .summary("their names and values together")
          .declare();

  static final Option<Duration> CLIENT_RESULT_TIMEOUT =
      DECLARED
          .option("clientResultTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(30))
          .defaultText("30 s")
          .check(value -> positive("clientResultTimeout", value))
          .summary("time for a client to return a result ([client-results.md](client-results.md))")
          .declare();

  static final Option<Integer> MAX_CLIENT_RESULTS_PER_CONNECTION =
      DECLARED
          .option("maxClientResultsPerConnection", OptionType.integer())
          .defaultValue(100)
          .defaultText("100")
          .check(value -> positive("maxClientResultsPerConnection", value))
          .summary("pending results of one client ([client-results.md](client-results.md))")
          .declare();

  static final Option<Integer> MAX_CLIENT_RESULTS =
      DECLARED
          .option("maxClientResults", OptionType.integer())
          .defaultValue(10_000)
          .defaultText("10,000")
          .check(value -> positive("maxClientResults", value))
          .summary("pending results of all clients of the hub on one server")
          .declare();

  static final Option<Boolean> DETAILED_ERRORS =
      DECLARED
          .option("detailedErrors", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether clients see the texts of all exceptions: for development")
          .declare();

  static final Option<Set<String>> PROTOCOLS =
      DECLARED
          .option("protocols", setOf(OptionType.text()))
          .defaultValue(Set.copyOf(KNOWN_PROTOCOLS))
          .defaultText("`json`, `messagepack`")
          .check(HubOptionDeclarations::protocols)
          .summary("allowed hub protocols; not empty")
          .declare();

  static final Option<Set<TransportType>> TRANSPORTS =
      DECLARED
          .option("transports", setOf(OptionType.oneOf(TransportType.class)))
          .defaultValue(Set.of(TransportType.values()))
          .defaultText("all")
          .check(value -> notEmpty("transports", value))
          .summary("allowed transports; not empty")
          .declare();

  static final Option<Integer> MINIMUM_NEGOTIATE_VERSION =
      DECLARED
          .option("minimumNegotiateVersion", OptionType.integer())
          .defaultValue(0)
          .defaultText("0")
          .check(HubOptionDeclarations::negotiateVersion)
          .summary("lowest accepted version of negotiate: 0 or 1")
          .declare();

  static final Option<Boolean> REQUIRE_AUTHENTICATED_USER =
      DECLARED
          .option("requireAuthenticatedUser", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether clients must be authenticated ([authorization.md](authorization.md))")
          .declare();

  static final Option<Boolean> CLOSE_ON_AUTHENTICATION_EXPIRATION =
      DECLARED
          .option("closeOnAuthenticationExpiration", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether a connection closes when its credentials expire")
          .declare();

  static final Option<Boolean> AUTHENTICATION_REFRESH =
      DECLARED
          .option("authenticationRefresh", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("whether a client may renew its credentials, at `{path}/refresh`")
          .declare();

  static final Option<Set<String>> ALLOWED_ORIGINS =
      DECLARED
          .option("allowedOrigins", setOf(OptionType.text()))
          .defaultValue(Set.of())
          .defaultText("none")
          .check(HubOptionDeclarations::origins)
          .summary("origins, besides the server's own, from which browsers may connect")
          .declare();

  static final Option<Boolean> ALLOW_CREDENTIALS =
      DECLARED
          .option("allowCredentials", OptionType.bool())
          .defaultValue(true)
          .defaultText("true")
          .summary("whether pages of other origins may use their visitors' credentials")
          .declare();

  private HubOptionDeclarations() {}

  private static Set<String> protocols(Set<String> value) {
    Set<String> copy = notEmpty("protocols", value);
    if (!KNOWN_PROTOCOLS.containsAll(copy)) {
      throw new OptionException(
          "protocols must be of " + KNOWN_PROTOCOLS + " but were " + new TreeSet<>(copy));
    }
    return copy;
  }

  /** The bound is what a directory takes in an entry, with the id of the user. */
  private static int presenceValueLength(int value) {
    if (value > 1_000) {
      throw new OptionException("maxPresenceValueLength must be at most 1000 but was " + value);
    }
    return positive("maxPresenceValueLength", value);
  }

  private static Duration userGroupTime(String name, Duration value) {
    if (value.compareTo(Directory.MAX_TIME) > 0) {
      throw new OptionException(
          name + " must be at most " + Directory.MAX_TIME + " but was " + value);
    }
    return positive(name, value);
  }

  private static int negotiateVersion(int value) {
    if (value < 0 || value > 1) {
      throw new OptionException("minimumNegotiateVersion must be 0 or 1 but was " + value);
    }
    return value;
  }

  private static Set<String> origins(Set<String> value) {
    try {
      WebOrigin.checkAllowed(value);
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()), e);
    }
    return Set.copyOf(value);
  }
}
