package dev.nave.hub;

import static dev.nave.hub.ServerOptionDeclarations.ANNOUNCE_INTERVAL;
import static dev.nave.hub.ServerOptionDeclarations.BACKPLANE_START_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.CLOSE_BATCH_INTERVAL;
import static dev.nave.hub.ServerOptionDeclarations.CLOSE_BATCH_SIZE;
import static dev.nave.hub.ServerOptionDeclarations.DRAIN_DELAY;
import static dev.nave.hub.ServerOptionDeclarations.GROUP_ACK_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.LOCAL_DELIVERY;
import static dev.nave.hub.ServerOptionDeclarations.MAX_ENTRANCE_THREADS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_HUB_THREADS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_HUB_THREADS_PER_CONNECTION;
import static dev.nave.hub.ServerOptionDeclarations.MAX_LOOP_INBOUND_BYTES;
import static dev.nave.hub.ServerOptionDeclarations.MAX_LOOP_QUEUE_BYTES;
import static dev.nave.hub.ServerOptionDeclarations.MAX_PENDING_NEGOTIATIONS;
import static dev.nave.hub.ServerOptionDeclarations.MAX_POLLING_CONNECTIONS;
import static dev.nave.hub.ServerOptionDeclarations.MESSAGE_PACK_PROPERTY_NAMES;
import static dev.nave.hub.ServerOptionDeclarations.READINESS_FOLLOWS_BACKPLANE;
import static dev.nave.hub.ServerOptionDeclarations.STOP_GRACE;
import static dev.nave.hub.ServerOptionDeclarations.SUBSCRIBE_TIMEOUT;
import static dev.nave.hub.ServerOptionDeclarations.WHEN_UNAVAILABLE;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionException;
import dev.nave.backplane.options.OptionValues;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol.PropertyNames;
import java.time.Duration;
import java.util.Map;

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

  /** Returns how many clients may have negotiated and not connected. */
  public int maxPendingNegotiations() {
    return values.get(MAX_PENDING_NEGOTIATIONS);
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
     * Sets an option from text, by its name, as {@link HubOptions.Builder#set(String, String)}
     * does.
     *
     * @throws OptionException if there is no such option, or the value cannot be read or is not
     *     allowed; the message names both
     */
    public Builder set(String name, String value) {
      values.set(name, value);
      return this;
    }

    /**
     * Sets options from the entries of a map whose keys begin with a prefix, as {@link
     * HubOptions.Builder#setAll} does.
     *
     * @param prefix for example {@code nave.server.}
     * @throws OptionException as {@link #set(String, String)}, or if two keys name one option; the
     *     message has the whole key
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
     * Sets how many clients may have negotiated and not connected; more are refused with 503.
     * Default: 10,000; positive.
     */
    public Builder maxPendingNegotiations(int value) {
      return set(MAX_PENDING_NEGOTIATIONS, value);
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
     * Sets how long a stop waits for running hub methods and {@code onDisconnected}, and then
     * again, but 5 seconds at most, for clients that poll to fetch their Close. Default: 5 seconds;
     * positive.
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
