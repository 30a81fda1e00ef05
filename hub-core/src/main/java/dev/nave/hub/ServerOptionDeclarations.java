package dev.nave.hub;

import static dev.nave.hub.OptionChecks.notNegative;
import static dev.nave.hub.OptionChecks.positive;
import static dev.nave.hub.OptionChecks.setOf;

import dev.nave.backplane.TopicText;
import dev.nave.backplane.options.DeclaredOptions;
import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionType;
import dev.nave.hub.internal.origins.AddressRange;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol.PropertyNames;
import java.time.Duration;
import java.util.Set;

/**
 * The options of a server, each declared once: {@link ServerOptions} reads and sets them, and the
 * table of docs/options.md has their texts.
 */
final class ServerOptionDeclarations {
  static final DeclaredOptions DECLARED = new DeclaredOptions();

  static final Option<Integer> MAX_HUB_THREADS =
      DECLARED
          .option("maxHubThreads", OptionType.integer())
          .defaultValue(1024)
          .defaultText("1,024")
          .check(value -> positive("maxHubThreads", value))
          .summary("threads for hub methods without virtual threads (before Java 21)")
          .declare();

  static final Option<Integer> MAX_HUB_THREADS_PER_CONNECTION =
      DECLARED
          .option("maxHubThreadsPerConnection", OptionType.integer())
          .defaultValue(8)
          .defaultText("8")
          .check(value -> positive("maxHubThreadsPerConnection", value))
          .summary("those that one connection may hold ([threading.md](threading.md))")
          .declare();

  static final Option<Integer> MAX_ENTRANCE_THREADS =
      DECLARED
          .option("maxEntranceThreads", OptionType.integer())
          .defaultValue(256)
          .defaultText("256")
          .check(value -> positive("maxEntranceThreads", value))
          .summary("threads for authenticators, policies and `onConnected`, before Java 21")
          .declare();

  static final Option<Long> MAX_LOOP_QUEUE_BYTES =
      DECLARED
          .option("maxLoopQueueBytes", OptionType.bytes())
          .defaultValue(MemoryDefaults.loopBytes())
          .defaultText("by the heap")
          .check(value -> positive("maxLoopQueueBytes", value))
          .summary("messages that wait for one event loop; then sends are refused")
          .declare();

  static final Option<Long> MAX_LOOP_INBOUND_BYTES =
      DECLARED
          .option("maxLoopInboundBytes", OptionType.bytes())
          .defaultValue(MemoryDefaults.loopBytes())
          .defaultText("by the heap")
          .check(value -> positive("maxLoopInboundBytes", value))
          .summary("what clients of one event loop sent and that waits; then each may keep less")
          .declare();

  static final Option<Duration> MAX_POSTPONED_TIME_PER_TURN =
      DECLARED
          .option("maxPostponedTimePerTurn", OptionType.duration())
          .defaultValue(Duration.ofMillis(1))
          .defaultText("1 ms")
          .check(value -> positive("maxPostponedTimePerTurn", value))
          .summary("time in a turn of an event loop for all clients that sent more than their turn")
          .declare();

  static final Option<Integer> MAX_GROUP_MEMBERSHIPS =
      DECLARED
          .option("maxGroupMemberships", OptionType.integer())
          .defaultValue(MemoryDefaults.groupMemberships())
          .defaultText("by the heap")
          .check(value -> positive("maxGroupMemberships", value))
          .summary("groups of all connections, one by one; a further join fails")
          .declare();

  static final Option<Integer> MAX_PENDING_NEGOTIATIONS =
      DECLARED
          .option("maxPendingNegotiations", OptionType.integer())
          .defaultValue(10_000)
          .defaultText("10,000")
          .check(value -> positive("maxPendingNegotiations", value))
          .summary("negotiated, unconnected clients; see below")
          .declare();

  static final Option<Integer> MAX_POLLING_CONNECTIONS =
      DECLARED
          .option("maxPollingConnections", OptionType.integer())
          .defaultValue(10_000)
          .defaultText("10,000")
          .check(value -> positive("maxPollingConnections", value))
          .summary("connections that use long polling; further ones get 503")
          .declare();

  static final Option<Integer> MAX_PENDING_NEGOTIATIONS_PER_ADDRESS =
      DECLARED
          .option("maxPendingNegotiationsPerAddress", OptionType.integer())
          .defaultText("as `maxPendingNegotiations`")
          .check(value -> positive("maxPendingNegotiationsPerAddress", value))
          .summary("those of one address; see below")
          .declare();

  static final Option<Integer> MAX_POLLING_CONNECTIONS_PER_ADDRESS =
      DECLARED
          .option("maxPollingConnectionsPerAddress", OptionType.integer())
          .defaultText("three quarters of all")
          .check(value -> positive("maxPollingConnectionsPerAddress", value))
          .summary("those of one address; further ones get 429")
          .declare();

  static final Option<Integer> MAX_POLLING_CONNECTIONS_PER_USER =
      DECLARED
          .option("maxPollingConnectionsPerUser", OptionType.integer())
          .defaultText("three quarters of all")
          .check(value -> positive("maxPollingConnectionsPerUser", value))
          .summary("those of one user; further ones get 429")
          .declare();

  static final Option<Integer> MAX_CONNECTIONS =
      DECLARED
          .option("maxConnections", OptionType.integer())
          .defaultValue(connectionsOf(Runtime.getRuntime().maxMemory()))
          .defaultText("1 for each 8 KiB of heap")
          .check(value -> positive("maxConnections", value))
          .summary("connections of all hubs; further ones get 503")
          .declare();

  static final Option<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      DECLARED
          .option("maxConnectionsPerAddress", OptionType.integer())
          .defaultText("three quarters of all")
          .check(value -> positive("maxConnectionsPerAddress", value))
          .summary("those of one address; further ones get 429")
          .declare();

  static final Option<Integer> MAX_CONNECTIONS_PER_USER =
      DECLARED
          .option("maxConnectionsPerUser", OptionType.integer())
          .defaultText("three quarters of all")
          .check(value -> positive("maxConnectionsPerUser", value))
          .summary("those of one user; further ones get 429")
          .declare();

  static final Option<Integer> MAX_PENDING_HANDSHAKES =
      DECLARED
          .option("maxPendingHandshakes", OptionType.integer())
          .defaultValue(10_000)
          .check(value -> positive("maxPendingHandshakes", value))
          .summary("connections that have sent no handshake yet; further ones get 503")
          .declare();

  static final Option<Integer> MAX_PENDING_HANDSHAKES_PER_ADDRESS =
      DECLARED
          .option("maxPendingHandshakesPerAddress", OptionType.integer())
          .defaultText("three quarters of all")
          .check(value -> positive("maxPendingHandshakesPerAddress", value))
          .summary("those of one address; further ones get 429")
          .declare();

  static final Option<Set<String>> TRUSTED_PROXIES =
      DECLARED
          .option("trustedProxies", setOf(OptionType.text()))
          .defaultValue(Set.of())
          .defaultText("none")
          .check(ServerOptionDeclarations::proxies)
          .summary("addresses and networks of proxies that tell the client's address; see below")
          .declare();

  static final Option<String> FORWARDED_HEADER =
      DECLARED
          .option("forwardedHeader", OptionType.text())
          .defaultValue("X-Forwarded-For")
          .defaultText("`X-Forwarded-For`")
          .check(ServerOptionDeclarations::forwardedHeader)
          .summary("or `Forwarded`: the header in which they tell it")
          .declare();

  static final Option<Boolean> READINESS_FOLLOWS_BACKPLANE =
      DECLARED
          .option("readinessFollowsBackplane", OptionType.bool())
          .defaultValue(false)
          .defaultText("false")
          .summary("no backplane means not ready ([deployment.md](deployment.md))")
          .declare();

  static final Option<Duration> DRAIN_DELAY =
      DECLARED
          .option("drainDelay", OptionType.duration())
          .defaultValue(Duration.ZERO)
          .defaultText("0 s")
          .check(value -> notNegative("drainDelay", value))
          .summary("time between the end of readiness and the first Close; zero is allowed")
          .declare();

  static final Option<Integer> CLOSE_BATCH_SIZE =
      DECLARED
          .option("closeBatchSize", OptionType.integer())
          .defaultValue(1_000)
          .defaultText("1,000")
          .check(value -> positive("closeBatchSize", value))
          .summary("how many connections a stop closes at a time")
          .declare();

  static final Option<Duration> CLOSE_BATCH_INTERVAL =
      DECLARED
          .option("closeBatchInterval", OptionType.duration())
          .defaultValue(Duration.ofMillis(100))
          .defaultText("100 ms")
          .check(value -> positive("closeBatchInterval", value))
          .summary("pause of a stop until it closes the next ones")
          .declare();

  static final Option<Duration> STOP_GRACE =
      DECLARED
          .option("stopGrace", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .defaultText("5 s")
          .check(value -> positive("stopGrace", value))
          .summary(
              "how long a stop waits for the answers to running calls, and for `onDisconnected`")
          .declare();

  static final Option<Duration> BACKPLANE_START_TIMEOUT =
      DECLARED
          .option("backplaneStartTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(5))
          .defaultText("5 s")
          .check(value -> notNegative("backplaneStartTimeout", value))
          .summary("how long a start waits for the backplane; zero does not wait")
          .declare();

  static final Option<Duration> SUBSCRIBE_TIMEOUT =
      DECLARED
          .option("subscribeTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(2))
          .defaultText("2 s")
          .check(value -> positive("subscribeTimeout", value))
          .summary("how long a connection or a join waits for its subscription")
          .declare();

  static final Option<Duration> GROUP_ACK_TIMEOUT =
      DECLARED
          .option("groupAckTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(30))
          .defaultText("30 s")
          .check(value -> positive("groupAckTimeout", value))
          .summary("how long a group change waits for the server that has the connection")
          .declare();

  static final Option<Duration> KICK_TIMEOUT =
      DECLARED
          .option("kickTimeout", OptionType.duration())
          .defaultValue(Duration.ofSeconds(10))
          .defaultText("10 s")
          .check(value -> positive("kickTimeout", value))
          .summary("how long the end of connections waits for the answers of all servers")
          .declare();

  static final Option<Integer> MAX_USER_GROUP_READS =
      DECLARED
          .option("maxUserGroupReads", OptionType.integer())
          .defaultValue(32)
          .defaultText("32")
          .check(value -> positive("maxUserGroupReads", value))
          .summary("reads of users' groups that are under way at once; further ones wait")
          .declare();

  static final Option<Duration> UNHEARD_EVENT_TIMEOUT =
      DECLARED
          .option("unheardEventTimeout", OptionType.duration())
          .defaultValue(Duration.ofMinutes(10))
          .defaultText("10 min")
          .check(value -> notNegative("unheardEventTimeout", value))
          .summary(
              "how long presence events for which a server has no listener wait for another server")
          .declare();

  static final Option<Duration> ANNOUNCE_INTERVAL =
      DECLARED
          .option("announceInterval", OptionType.duration())
          .defaultValue(Duration.ofMillis(2500))
          .defaultText("2.5 s")
          .check(value -> positive("announceInterval", value))
          .summary("how often servers announce what they published")
          .declare();

  static final Option<WhenUnavailable> WHEN_UNAVAILABLE =
      DECLARED
          .option("whenUnavailable", OptionType.oneOf(WhenUnavailable.class))
          .defaultValue(WhenUnavailable.FAIL)
          .defaultText("`FAIL`")
          .summary("or `LOCAL_ONLY`: what a send does while the backplane is down")
          .declare();

  static final Option<LocalDelivery> LOCAL_DELIVERY =
      DECLARED
          .option("localDelivery", OptionType.oneOf(LocalDelivery.class))
          .defaultValue(LocalDelivery.VIA_BACKPLANE)
          .defaultText("`VIA_BACKPLANE`")
          .summary("or `IMMEDIATE`: how a send reaches clients of the same server")
          .declare();

  static final Option<PropertyNames> MESSAGE_PACK_PROPERTY_NAMES =
      DECLARED
          .option("messagePackPropertyNames", OptionType.oneOf(PropertyNames.class))
          .defaultValue(PropertyNames.PASCAL_CASE)
          .defaultText("Pascal case, as SignalR")
          .summary("names of properties in MessagePack")
          .declare();

  private ServerOptionDeclarations() {}

  /** Connections without traffic need less, so that there is room for what they send. */
  static int connectionsOf(long heapBytes) {
    return (int) Math.max(1_000, Math.min(10_000_000, heapBytes / (8 * 1024)));
  }

  private static Set<String> proxies(Set<String> value) {
    try {
      value.forEach(AddressRange::parse);
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()), e);
    }
    return Set.copyOf(value);
  }

  private static String forwardedHeader(String value) {
    if (!value.equalsIgnoreCase("X-Forwarded-For") && !value.equalsIgnoreCase("Forwarded")) {
      throw new OptionException(
          "forwardedHeader must be X-Forwarded-For or Forwarded but was " + TopicText.quote(value));
    }
    return value;
  }
}
