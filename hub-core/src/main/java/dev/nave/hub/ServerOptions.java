package dev.nave.hub;

import static dev.nave.hub.ServerOptionDeclarations.ANNOUNCE_INTERVAL;
import static dev.nave.hub.ServerOptionDeclarations.BACKPLANE_START_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.CLOSE_BATCH_INTERVAL;
import static dev.nave.hub.ServerOptionDeclarations.CLOSE_BATCH_SIZE;
import static dev.nave.hub.ServerOptionDeclarations.DRAIN_DELAY;
import static dev.nave.hub.ServerOptionDeclarations.FORWARDED_HEADER;
import static dev.nave.hub.ServerOptionDeclarations.GROUP_ACK_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.KICK_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.LOCAL_DELIVERY;
import static dev.nave.hub.ServerOptionDeclarations.MAX_CONNECTIONS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_CONNECTIONS_PER_ADDRESS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_CONNECTIONS_PER_USER;
import static dev.nave.hub.ServerOptionDeclarations.MAX_ENTRANCE_THREADS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_GROUP_MEMBERSHIPS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_HUB_THREADS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_HUB_THREADS_PER_CONNECTION;
import static dev.nave.hub.ServerOptionDeclarations.MAX_LOOP_INBOUND_BYTES;
import static dev.nave.hub.ServerOptionDeclarations.MAX_LOOP_QUEUE_BYTES;
import static dev.nave.hub.ServerOptionDeclarations.MAX_PENDING_HANDSHAKES;
import static dev.nave.hub.ServerOptionDeclarations.MAX_PENDING_HANDSHAKES_PER_ADDRESS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_PENDING_NEGOTIATIONS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_PENDING_NEGOTIATIONS_PER_ADDRESS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_POLLING_CONNECTIONS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_POLLING_CONNECTIONS_PER_ADDRESS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_POLLING_CONNECTIONS_PER_USER;
import static dev.nave.hub.ServerOptionDeclarations.MAX_POSTPONED_TIME_PER_TURN;
import static dev.nave.hub.ServerOptionDeclarations.MAX_USER_GROUP_READS;
import static dev.nave.hub.ServerOptionDeclarations.MESSAGE_PACK_PROPERTY_NAMES;
import static dev.nave.hub.ServerOptionDeclarations.READINESS_FOLLOWS_BACKPLANE;
import static dev.nave.hub.ServerOptionDeclarations.STOP_GRACE;
import static dev.nave.hub.ServerOptionDeclarations.SUBSCRIBE_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.TRUSTED_PROXIES;
import static dev.nave.hub.ServerOptionDeclarations.UNHEARD_EVENT_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.WHEN_UNAVAILABLE;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol.PropertyNames;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Timers, limits and policies of a whole server: what counts connections, threads and memory, how
 * it stops, and how it uses its backplane. What counts the calls and messages of a hub is in {@link
 * HubOptions}. Immutable.
 */
public final class ServerOptions {
  private final OptionValues values;

  private ServerOptions(OptionValues values) {
    this.values = values;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder(OptionValues.of(ServerOptionDeclarations.DECLARED));
  }

  /** Returns how many threads may run code of hubs where the JVM has no virtual threads. */
  public int maxHubThreads() {
    return values.get(MAX_HUB_THREADS);
  }

  /** Returns how many threads one connection may hold where the JVM has no virtual threads. */
  public int maxHubThreadsPerConnection() {
    return values.get(MAX_HUB_THREADS_PER_CONNECTION);
  }

  /** Returns how many threads may let clients in where the JVM has no virtual threads. */
  public int maxEntranceThreads() {
    return values.get(MAX_ENTRANCE_THREADS);
  }

  /** Returns how many bytes of messages may wait for one event loop. */
  public long maxLoopQueueBytes() {
    return values.get(MAX_LOOP_QUEUE_BYTES);
  }

  /** Returns how many bytes of what the clients of one event loop have sent may wait. */
  public long maxLoopInboundBytes() {
    return values.get(MAX_LOOP_INBOUND_BYTES);
  }

  /** Returns how long clients that sent more than their turn are read in a turn, all together. */
  public Duration maxPostponedTimePerTurn() {
    return values.get(MAX_POSTPONED_TIME_PER_TURN);
  }

  /** Returns how many groups all connections may be in together, each counted by itself. */
  public int maxGroupMemberships() {
    return values.get(MAX_GROUP_MEMBERSHIPS);
  }

  /** Returns how many clients may have negotiated and not connected. */
  public int maxPendingNegotiations() {
    return values.get(MAX_PENDING_NEGOTIATIONS);
  }

  /** Returns how many of these may be of one address. */
  public int maxPendingNegotiationsPerAddress() {
    Integer value = values.find(MAX_PENDING_NEGOTIATIONS_PER_ADDRESS);
    return value == null ? maxPendingNegotiations() : value;
  }

  /** Returns how many connections all hubs may have. */
  public int maxConnections() {
    return values.get(MAX_CONNECTIONS);
  }

  /** Returns how many of these may be of one address. */
  public int maxConnectionsPerAddress() {
    return partOf(MAX_CONNECTIONS_PER_ADDRESS, maxConnections());
  }

  /** Returns how many of these may be of one user. */
  public int maxConnectionsPerUser() {
    return partOf(MAX_CONNECTIONS_PER_USER, maxConnections());
  }

  /** Returns how many connections may wait for the handshake of their client. */
  public int maxPendingHandshakes() {
    return values.get(MAX_PENDING_HANDSHAKES);
  }

  /** Returns how many of these may be of one address. */
  public int maxPendingHandshakesPerAddress() {
    return partOf(MAX_PENDING_HANDSHAKES_PER_ADDRESS, maxPendingHandshakes());
  }

  /** Returns how many polling connections may be of one address. */
  public int maxPollingConnectionsPerAddress() {
    return partOf(MAX_POLLING_CONNECTIONS_PER_ADDRESS, maxPollingConnections());
  }

  /** Returns how many polling connections may be of one user. */
  public int maxPollingConnectionsPerUser() {
    return partOf(MAX_POLLING_CONNECTIONS_PER_USER, maxPollingConnections());
  }

  /** By default one client cannot take all places. */
  private int partOf(Option<Integer> option, int all) {
    Integer value = values.find(option);
    return value == null ? Math.max(1, (int) (all * 3L / 4)) : value;
  }

  /** Returns the addresses and networks of proxies that tell the address of the client. */
  public Set<String> trustedProxies() {
    return values.get(TRUSTED_PROXIES);
  }

  /** Returns the header in which they tell it. */
  public String forwardedHeader() {
    return values.get(FORWARDED_HEADER);
  }

  /** Returns how many connections may use long polling. */
  public int maxPollingConnections() {
    return values.get(MAX_POLLING_CONNECTIONS);
  }

  /** Returns whether a server without its backplane is not ready. */
  public boolean readinessFollowsBackplane() {
    return values.get(READINESS_FOLLOWS_BACKPLANE);
  }

  /** Returns how long a stop waits between the end of readiness and the first Close. */
  public Duration drainDelay() {
    return values.get(DRAIN_DELAY);
  }

  /** Returns how many connections a stop closes at once. */
  public int closeBatchSize() {
    return values.get(CLOSE_BATCH_SIZE);
  }

  /** Returns how long a stop pauses between two batches of connections. */
  public Duration closeBatchInterval() {
    return values.get(CLOSE_BATCH_INTERVAL);
  }

  /** Returns how long a stop waits for what still runs. */
  public Duration stopGrace() {
    return values.get(STOP_GRACE);
  }

  /** Returns how long a start waits for the backplane. */
  public Duration backplaneStartTimeout() {
    return values.get(BACKPLANE_START_TIMEOUT);
  }

  /** Returns how long a connection or a join waits for its subscription. */
  public Duration subscribeTimeout() {
    return values.get(SUBSCRIBE_TIMEOUT);
  }

  /** Returns how long a group change waits for the server that has the connection. */
  public Duration groupAckTimeout() {
    return values.get(GROUP_ACK_TIMEOUT);
  }

  /** Returns how long the end of connections waits for the answers of all servers. */
  public Duration kickTimeout() {
    return values.get(KICK_TIMEOUT);
  }

  /** Returns how many reads of users' groups may be under way at once. */
  public int maxUserGroupReads() {
    return values.get(MAX_USER_GROUP_READS);
  }

  /** Returns how long presence events without a listener here wait for another server. */
  public Duration unheardEventTimeout() {
    return values.get(UNHEARD_EVENT_TIMEOUT);
  }

  /** Returns how often servers tell one another what they published. */
  public Duration announceInterval() {
    return values.get(ANNOUNCE_INTERVAL);
  }

  /** Returns what happens to sends while the backplane is down. */
  public WhenUnavailable whenUnavailable() {
    return values.get(WHEN_UNAVAILABLE);
  }

  /** Returns how sends reach this server's own connections. */
  public LocalDelivery localDelivery() {
    return values.get(LOCAL_DELIVERY);
  }

  /** Returns how properties of objects are called in MessagePack. */
  public PropertyNames messagePackPropertyNames() {
    return values.get(MESSAGE_PACK_PROPERTY_NAMES);
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

    /**
     * Sets an option from text, by its name, as {@link OptionValues#set(String, String)} says:
     * {@code set("drain-delay", "5s")}.
     */
    public Builder set(String name, String value) {
      values.set(name, value);
      return this;
    }

    /**
     * Sets options from the entries of a map whose keys begin with a prefix, {@code nave.server.}
     * for example, as {@link OptionValues#setAll} says.
     */
    public Builder setAll(Map<String, String> map, String prefix) {
      values.setAll(map, prefix);
      return this;
    }

    /**
     * Sets how many threads may run code of hubs where the JVM has no virtual threads. Default:
     * 1,024; positive.
     */
    public Builder maxHubThreads(int value) {
      return set(MAX_HUB_THREADS, value);
    }

    /**
     * Sets how many of those threads one connection may hold, so that methods that block hold up
     * their own connection only. One of them is kept for subscribers of uploads, and one for
     * methods without streams. Applies where the JVM has no virtual threads. Default: 8; must be
     * more than {@link HubOptions.Builder#maximumParallelInvocationsPerClient} of each hub, which
     * {@link HubServerBuilder#build} checks, and not more than {@link #maxHubThreads}.
     */
    public Builder maxHubThreadsPerConnection(int value) {
      return set(MAX_HUB_THREADS_PER_CONNECTION, value);
    }

    /**
     * Sets how many threads may run what clients come in by, where the JVM has no virtual threads:
     * {@link Authenticator}, policies of hubs, {@code onConnected}. Methods cannot hold these
     * threads. Default: 256; positive.
     */
    public Builder maxEntranceThreads(int value) {
      return set(MAX_ENTRANCE_THREADS, value);
    }

    /**
     * Sets how many bytes of messages may wait for one event loop; sends are refused while more do.
     * As many may be left untaken by the sockets of all its connections together; while more are,
     * each may leave only a sixteenth of {@link HubOptions#maxPendingBytes}. Those bytes are in
     * direct memory: the JVM needs about twice this for each loop. Default: an eighth of {@link
     * Runtime#maxMemory} divided by the processors, from 1 to 64 MiB; positive.
     */
    public Builder maxLoopQueueBytes(long value) {
      return set(MAX_LOOP_QUEUE_BYTES, value);
    }

    /**
     * Sets how many bytes of what the clients of one event loop have sent may wait: half messages,
     * calls that have not begun, items of uploads. While more do, each client may keep only a
     * sixteenth of {@link HubOptions#maxBacklogBytes} before it is not read from. Default: an
     * eighth of {@link Runtime#maxMemory} divided by the processors, from 1 to 64 MiB; positive.
     */
    public Builder maxLoopInboundBytes(long value) {
      return set(MAX_LOOP_INBOUND_BYTES, value);
    }

    /**
     * Sets how long the clients that have sent more than is read of them in a turn of their event
     * loop ({@link HubOptions#maxMessagesPerTurn}, {@link HubOptions#maxTimePerTurn}) are read on
     * in one later turn: all of them together, one behind the other. They delay other clients by
     * about that time, however many they are. A loop that has nothing else to do goes on with the
     * next turn at once. While its turns are longer than this, clients wait behind these, too, that
     * have lately used more than a 128th of its time. Default: 1 millisecond; positive.
     */
    public Builder maxPostponedTimePerTurn(Duration value) {
      return set(MAX_POSTPONED_TIME_PER_TURN, value);
    }

    /**
     * Sets how many groups all connections of all hubs on this server may be in together: a group
     * with three of them counts three times. A further join fails, as past {@link
     * HubOptions#maxGroupsPerConnection}. Default: an eighth of the heap, 512 bytes each, at least
     * 10,000 and at most 1,000,000; positive.
     */
    public Builder maxGroupMemberships(int value) {
      return set(MAX_GROUP_MEMBERSHIPS, value);
    }

    /**
     * Sets how many clients may have negotiated and not connected. If there are more, the oldest
     * one of the address that has most of them is forgotten, and its client must negotiate again.
     * Default: 10,000; positive.
     */
    public Builder maxPendingNegotiations(int value) {
      return set(MAX_PENDING_NEGOTIATIONS, value);
    }

    /**
     * Sets how many of these may be of one address, or of one network of IPv6 with a prefix of 64
     * bits. If there are more, the oldest one is forgotten. Default: as {@link
     * #maxPendingNegotiations}, since all clients behind a proxy that is not in {@link
     * #trustedProxies} have its address; positive.
     */
    public Builder maxPendingNegotiationsPerAddress(int value) {
      return set(MAX_PENDING_NEGOTIATIONS_PER_ADDRESS, value);
    }

    /**
     * Sets how many connections all hubs together may have; more are refused with 503. Default: one
     * for each 8 KiB of the heap that the JVM may have, at least 1,000; positive.
     */
    public Builder maxConnections(int value) {
      return set(MAX_CONNECTIONS, value);
    }

    /**
     * Sets how many of these may be of one address, or of one network of IPv6 with a prefix of 64
     * bits; more are refused with 429. Default: three quarters of {@link #maxConnections}, so that
     * one address cannot keep all others out; positive. Where clients connect without a proxy, or
     * their proxies are in {@link #trustedProxies}, it can be much lower.
     */
    public Builder maxConnectionsPerAddress(int value) {
      return set(MAX_CONNECTIONS_PER_ADDRESS, value);
    }

    /**
     * Sets how many of these may be of one user id; more are refused with 429. Anonymous clients
     * are not counted. Default: three quarters of {@link #maxConnections}; positive.
     */
    public Builder maxConnectionsPerUser(int value) {
      return set(MAX_CONNECTIONS_PER_USER, value);
    }

    /**
     * Sets how many connections may wait for the handshake of their client, as {@link
     * HubOptions#handshakeTimeout} lets them; more are refused with 503. Default: 10,000; positive.
     */
    public Builder maxPendingHandshakes(int value) {
      return set(MAX_PENDING_HANDSHAKES, value);
    }

    /**
     * Sets how many of these may be of one address; more are refused with 429. Default: three
     * quarters of {@link #maxPendingHandshakes}; positive.
     */
    public Builder maxPendingHandshakesPerAddress(int value) {
      return set(MAX_PENDING_HANDSHAKES_PER_ADDRESS, value);
    }

    /**
     * Sets how many polling connections may be of one address; more are refused with 429. Default:
     * three quarters of {@link #maxPollingConnections}; positive.
     */
    public Builder maxPollingConnectionsPerAddress(int value) {
      return set(MAX_POLLING_CONNECTIONS_PER_ADDRESS, value);
    }

    /**
     * Sets how many polling connections may be of one user id; more are refused with 429. Default:
     * three quarters of {@link #maxPollingConnections}; positive.
     */
    public Builder maxPollingConnectionsPerUser(int value) {
      return set(MAX_POLLING_CONNECTIONS_PER_USER, value);
    }

    /**
     * Sets the proxies whose {@link #forwardedHeader} is believed when clients are counted by
     * address: addresses and networks such as {@code 10.0.0.0/8}. The header is read from the
     * right; the first address that is no trusted proxy is the client. Default: none, so that a
     * client is counted under the address that its connection comes from.
     */
    public Builder trustedProxies(Set<String> value) {
      return set(TRUSTED_PROXIES, value);
    }

    /**
     * Sets the header in which {@link #trustedProxies} tell the client's address: {@code
     * X-Forwarded-For} or {@code Forwarded}. The other one is not read, since a proxy may pass on
     * what a client has written there. Default: {@code X-Forwarded-For}.
     */
    public Builder forwardedHeader(String value) {
      return set(FORWARDED_HEADER, value);
    }

    /**
     * Sets how many connections may use long polling: unlike others, they are there without a
     * socket. The first poll of more is refused with 503. Default: 10,000; positive.
     */
    public Builder maxPollingConnections(int value) {
      return set(MAX_POLLING_CONNECTIONS, value);
    }

    /**
     * Sets whether a server without its backplane is not ready. Default: false. With one medium for
     * all servers, its outage would take every server out of the load balancer at once: no client
     * could connect at all, instead of some messages being refused. If each server can lose its own
     * connection to the backplane, true sends clients to connected servers.
     */
    public Builder readinessFollowsBackplane(boolean value) {
      return set(READINESS_FOLLOWS_BACKPLANE, value);
    }

    /**
     * Sets how long a stop waits between the end of readiness and the first Close. A load balancer
     * needs this time to notice: its check interval times the failures it wants to see. Meanwhile
     * everything works, also for new clients, so that no client is refused. Default: zero, for a
     * server without a load balancer.
     */
    public Builder drainDelay(Duration value) {
      return set(DRAIN_DELAY, value);
    }

    /**
     * Sets how many connections a stop closes at once. Clients of SignalR reconnect in the very
     * moment in which they are told to; their number is what the other servers must be able to
     * take. Default: 1,000; positive.
     */
    public Builder closeBatchSize(int value) {
      return set(CLOSE_BATCH_SIZE, value);
    }

    /**
     * Sets how long a stop pauses after {@link #closeBatchSize} connections until it closes the
     * next ones. Default: 100 milliseconds; positive.
     */
    public Builder closeBatchInterval(Duration value) {
      return set(CLOSE_BATCH_INTERVAL, value);
    }

    /**
     * Sets how long a stop waits until the calls that clients have sent are answered, {@code
     * onDisconnected} included, and then again, but 5 seconds at most, for clients that poll to
     * fetch their Close. Default: 5 seconds; positive.
     */
    public Builder stopGrace(Duration value) {
      return set(STOP_GRACE, value);
    }

    /**
     * Sets how long a start waits for the backplane. If it is still trying then, the server starts
     * without it: clients can connect, what needs other servers fails, and it joins them when it
     * can. A backplane that gives up fails the start. Default: 5 seconds; zero does not wait.
     */
    public Builder backplaneStartTimeout(Duration value) {
      return set(BACKPLANE_START_TIMEOUT, value);
    }

    /**
     * Sets how long a connection or a join waits for the backplane to confirm its subscription.
     * Default: 2 seconds; positive.
     */
    public Builder subscribeTimeout(Duration value) {
      return set(SUBSCRIBE_TIMEOUT, value);
    }

    /**
     * Sets how long a group change waits for the server that has the connection. Default: 30
     * seconds; positive.
     */
    public Builder groupAckTimeout(Duration value) {
      return set(GROUP_ACK_TIMEOUT, value);
    }

    /**
     * Sets how long {@link HubConnections} waits until each server has said how many connections it
     * ended. Default: 10 seconds; positive.
     */
    public Builder kickTimeout(Duration value) {
      return set(KICK_TIMEOUT, value);
    }

    /**
     * Sets how many reads of users' groups from the directory may be under way at once, for all
     * hubs together. Further ones wait: connections that open before users whose groups are read
     * again, which have half of these places at most. Default: 32; positive.
     */
    public Builder maxUserGroupReads(int value) {
      return set(MAX_USER_GROUP_READS, value);
    }

    /**
     * Sets how long presence events that this server has to raise, and for which it has no hub or
     * no listener, wait for another server that takes this one's place. It should be longer than a
     * deployment takes. After that they are dropped with a line in the log, and so are all further
     * ones. Default: 10 minutes; not negative.
     */
    public Builder unheardEventTimeout(Duration value) {
      return set(UNHEARD_EVENT_TIMEOUT, value);
    }

    /**
     * Sets how often servers tell one another over a network what they published, so that who
     * missed something knows it, within two intervals. Three that do not come make a server count
     * as dead. Should be longer than the backplane needs to settle a publication. Default: 2.5
     * seconds; positive.
     */
    public Builder announceInterval(Duration value) {
      return set(ANNOUNCE_INTERVAL, value);
    }

    /** Sets what happens to sends while the backplane is down. Default: they fail. */
    public Builder whenUnavailable(WhenUnavailable value) {
      return set(WHEN_UNAVAILABLE, value);
    }

    /** Sets how sends reach this server's own connections. Default: through the backplane. */
    public Builder localDelivery(LocalDelivery value) {
      return set(LOCAL_DELIVERY, value);
    }

    /**
     * Sets how properties of objects are called in MessagePack. Default: in Pascal case, as SignalR
     * does; JSON has camel case.
     */
    public Builder messagePackPropertyNames(PropertyNames value) {
      return set(MESSAGE_PACK_PROPERTY_NAMES, value);
    }

    /**
     * Returns the options.
     *
     * @throws OptionException if two of them contradict each other; the message names both
     */
    public ServerOptions build() {
      int threads = values.get(MAX_HUB_THREADS);
      int ofOneConnection = values.get(MAX_HUB_THREADS_PER_CONNECTION);
      if (ofOneConnection > threads) {
        throw new OptionException(
            "maxHubThreadsPerConnection is "
                + ofOneConnection
                + ", but maxHubThreads is only "
                + threads);
      }
      return new ServerOptions(values.copy());
    }
  }
}
