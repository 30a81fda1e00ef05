package dev.nave.hub.meters;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a server measures. Names, kinds, units and tags are stable; docs/metrics.md has
 * the same rows.
 *
 * <p>Source of the names {@code signalr.*}: OpenTelemetry, "Semantic conventions for SignalR server
 * metrics".
 */
public enum HubMeter {
  ACTIVE_CONNECTIONS(
      "signalr.server.active_connections",
      Kind.GAUGE,
      Unit.CONNECTIONS,
      "connected now",
      Tag.HUB,
      Tag.TRANSPORT,
      Tag.PROTOCOL),
  CONNECTION_DURATION(
      "signalr.server.connection.duration",
      Kind.DURATION,
      Unit.SECONDS,
      "its length",
      Tag.HUB,
      Tag.TRANSPORT,
      Tag.STATUS),
  CONNECTIONS_STARTED(
      "nave.connections.started",
      Kind.COUNTER,
      Unit.CONNECTIONS,
      "connected so far",
      Tag.HUB,
      Tag.TRANSPORT,
      Tag.PROTOCOL),
  CONNECTIONS_AWAY(
      "nave.connections.away",
      Kind.GAUGE,
      Unit.CONNECTIONS,
      "connections without a socket whose clients may come back",
      Tag.HUB),
  MESSAGES_RECEIVED(
      "nave.received.messages",
      Kind.COUNTER,
      Unit.MESSAGES,
      "messages of clients, pings included",
      Tag.HUB),
  MESSAGES_SENT(
      "nave.sent.messages",
      Kind.COUNTER,
      Unit.MESSAGES,
      "messages to clients, pings included",
      Tag.HUB),
  BYTES_RECEIVED(
      "nave.received.bytes",
      Kind.COUNTER,
      Unit.BYTES,
      "bytes of the hub protocol from clients",
      Tag.HUB),
  BYTES_SENT(
      "nave.sent.bytes",
      Kind.COUNTER,
      Unit.BYTES,
      "bytes to clients, with the transport's framing",
      Tag.HUB),
  MESSAGES_DROPPED(
      "nave.messages.dropped",
      Kind.COUNTER,
      Unit.MESSAGES,
      "messages that did not reach their connections",
      Tag.HUB,
      Tag.REASON),
  SLOW_CLOSED(
      "nave.slow.consumers",
      Kind.COUNTER,
      Unit.CONNECTIONS,
      "connections ended because their clients were too slow",
      Tag.HUB),
  INVOCATION_DURATION(
      "nave.invocations.duration",
      Kind.DURATION,
      Unit.SECONDS,
      "from its beginning to its completion",
      Tag.HUB,
      Tag.METHOD,
      Tag.OUTCOME),
  INVOCATION_WAIT(
      "nave.invocations.wait",
      Kind.DURATION,
      Unit.SECONDS,
      "from its arrival to its beginning",
      Tag.HUB,
      Tag.METHOD),
  INVOCATIONS_DROPPED(
      "nave.invocations.dropped",
      Kind.COUNTER,
      Unit.INVOCATIONS,
      "invocations that were received and never begun",
      Tag.HUB),
  STREAMS(
      "nave.streams.active",
      Kind.GAUGE,
      Unit.INVOCATIONS,
      "invocations with streams, in either direction",
      Tag.HUB),
  CLIENT_RESULTS_PENDING(
      "nave.client.results.pending",
      Kind.GAUGE,
      Unit.INVOCATIONS,
      "questions that clients of this server have not answered",
      Tag.HUB),
  CLIENT_RESULT_DURATION(
      "nave.client.results.duration",
      Kind.DURATION,
      Unit.SECONDS,
      "from a question of this server to the answer",
      Tag.HUB,
      Tag.OUTCOME),
  GROUPS(
      "nave.groups", Kind.GAUGE, Unit.GROUPS, "groups that have members on this server", Tag.HUB),
  NEGOTIATIONS("nave.negotiations", Kind.COUNTER, Unit.REQUESTS, "requests to negotiate", Tag.HUB),
  POLLS("nave.polls", Kind.COUNTER, Unit.REQUESTS, "polls", Tag.HUB),
  NEGOTIATIONS_PENDING(
      "nave.negotiations.pending",
      Kind.GAUGE,
      Unit.CONNECTIONS,
      "negotiated connections that wait for their link"),
  POLLING_CONNECTIONS(
      "nave.connections.polling", Kind.GAUGE, Unit.CONNECTIONS, "connections that poll"),
  REQUESTS_REFUSED(
      "nave.requests.refused",
      Kind.COUNTER,
      Unit.REQUESTS,
      "requests that the endpoint refused",
      Tag.REASON),
  BOUNDS_REACHED(
      "nave.bounds.reached",
      Kind.COUNTER,
      Unit.NONE,
      "how often an option of the server refused, displaced or paused a client",
      Tag.OPTION),
  HUB_BOUNDS_REACHED(
      "nave.hub.bounds.reached",
      Kind.COUNTER,
      Unit.NONE,
      "how often an option refused a call or displaced a connection",
      Tag.HUB,
      Tag.OPTION),
  LOOP_QUEUE(
      "nave.loop.queue",
      Kind.GAUGE,
      Unit.BYTES,
      "bytes of messages that wait for an event loop",
      Tag.LOOP),
  LOOP_PENDING(
      "nave.loop.pending",
      Kind.GAUGE,
      Unit.BYTES,
      "bytes that were written to connections and not taken by their sockets",
      Tag.LOOP),
  LOOP_INBOUND(
      "nave.loop.inbound",
      Kind.GAUGE,
      Unit.BYTES,
      "bytes that clients have sent and the server has not begun with",
      Tag.LOOP),
  LOOP_DELAY(
      "nave.loop.delay",
      Kind.DURATION,
      Unit.SECONDS,
      "how much later than due an event loop looked at its timers",
      Tag.LOOP),
  HUB_THREADS_BUSY(
      "nave.hub.threads.busy", Kind.GAUGE, Unit.THREADS, "hub threads that run something"),
  HUB_CALLS_WAITING(
      "nave.hub.calls.waiting",
      Kind.GAUGE,
      Unit.INVOCATIONS,
      "calls that wait for a hub thread; 0 with virtual ones"),
  ENTRANCE_THREADS_BUSY(
      "nave.entrance.threads.busy",
      Kind.GAUGE,
      Unit.THREADS,
      "busy threads for clients that come in; 0 with virtual ones"),
  ENTRANCE_WAITING(
      "nave.entrance.waiting",
      Kind.GAUGE,
      Unit.NONE,
      "what waits for such a thread; 0 with virtual ones"),
  READY(
      "nave.server.ready",
      Kind.GAUGE,
      Unit.NONE,
      "1 if new clients should be sent to the server, else 0"),
  BACKPLANE_UP(
      "nave.backplane.up",
      Kind.GAUGE,
      Unit.NONE,
      "1 if publishing and receiving both work, else 0"),
  BACKPLANE_OUTAGES(
      "nave.backplane.outages",
      Kind.COUNTER,
      Unit.NONE,
      "how often the link to the other servers broke"),
  SUBSCRIPTIONS_DESIRED(
      "nave.backplane.subscriptions.desired",
      Kind.GAUGE,
      Unit.SUBSCRIPTIONS,
      "topics that the server wants"),
  SUBSCRIPTIONS_CONFIRMED(
      "nave.backplane.subscriptions.confirmed",
      Kind.GAUGE,
      Unit.SUBSCRIPTIONS,
      "topics of those that the backplane confirmed"),
  DIRECTORY_UP(
      "nave.directory.up",
      Kind.GAUGE,
      Unit.NONE,
      "1 if the server holds its lease in the directory, else 0"),
  DIRECTORY_WAITING(
      "nave.directory.waiting",
      Kind.GAUGE,
      Unit.NONE,
      "entries of presence whose last change is not confirmed"),
  DIRECTORY_RAISING(
      "nave.directory.raising",
      Kind.GAUGE,
      Unit.NONE,
      "changes of presence that were told here and are not settled"),
  DIRECTORY_FAILED_WRITES(
      "nave.directory.writes.failed",
      Kind.COUNTER,
      Unit.NONE,
      "writes to the directory that failed; they are repeated"),
  BACKPLANE_ROUND_TRIP(
      "nave.backplane.round.trip",
      Kind.DURATION,
      Unit.SECONDS,
      "from a probe of the backplane to its return"),
  PUBLISHED(
      "nave.backplane.published",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications of this server",
      Tag.HUB),
  DELIVERED(
      "nave.backplane.delivered",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications that the backplane accepted",
      Tag.HUB),
  PUBLICATIONS_REFUSED(
      "nave.backplane.refused",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications that reached no other server",
      Tag.HUB,
      Tag.REASON),
  UNKNOWN(
      "nave.backplane.unknown",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications that may or may not have gone out",
      Tag.HUB),
  RECEIVED(
      "nave.backplane.received",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications of all servers that arrived",
      Tag.HUB),
  UNTRACKED(
      "nave.backplane.untracked",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications that arrived and tell nothing about losses",
      Tag.HUB),
  LOST(
      "nave.backplane.lost",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications wanted here that will not arrive",
      Tag.HUB),
  DUPLICATES(
      "nave.backplane.duplicates",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "publications that came twice, or too late",
      Tag.HUB),
  UNDECODABLE(
      "nave.backplane.undecodable",
      Kind.COUNTER,
      Unit.PUBLICATIONS,
      "envelopes of other servers that could not be decoded",
      Tag.HUB);

  /** The value of {@link Tag#METHOD} for methods that a hub does not have. */
  public static final String UNKNOWN_METHOD = "_OTHER";

  private final String meterName;
  private final Kind kind;
  private final Unit unit;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<Tag> tags;

  HubMeter(String meterName, Kind kind, Unit unit, String description, Tag... tags) {
    this.meterName = meterName;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** What kind of figure it is. */
  public enum Kind {
    /** A number that only grows. */
    COUNTER,
    /** A number that grows and shrinks. */
    GAUGE,
    /** Durations: how many, their sum, and how they are distributed. */
    DURATION
  }

  /** What is counted. */
  public enum Unit {
    BYTES,
    CONNECTIONS,
    GROUPS,
    INVOCATIONS,
    MESSAGES,
    PUBLICATIONS,
    REQUESTS,
    SECONDS,
    SUBSCRIPTIONS,
    THREADS,
    NONE;

    /** Returns the name in lower case; empty for a plain number. */
    public String text() {
      return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** What tells the figures of one meter apart. */
  public enum Tag {
    /** The name of the hub. */
    HUB("hub"),
    /** {@code web_sockets}, {@code server_sent_events} or {@code long_polling}. */
    TRANSPORT("signalr.transport"),
    /** The hub protocol. */
    PROTOCOL("protocol"),
    /** How a connection ended: {@link EndReason}. */
    STATUS("signalr.connection.status"),
    /** The hub method, as the hub spells it; {@link #UNKNOWN_METHOD} for all others. */
    METHOD("method"),
    /** How it ended. */
    OUTCOME("outcome"),
    /** Why. */
    REASON("reason"),
    /** The option that bounds it, as it is spelled in code. */
    OPTION("option"),
    /** The number of the event loop, from 0. */
    LOOP("loop");

    private final String key;

    Tag(String key) {
      this.key = key;
    }

    /** Returns the key of the tag. */
    public String key() {
      return key;
    }
  }

  /** Returns the name, with dots. */
  public String meterName() {
    return meterName;
  }

  /** Returns the kind. */
  public Kind kind() {
    return kind;
  }

  /** Returns the unit. */
  public Unit unit() {
    return unit;
  }

  /** Returns a description, in a few words. */
  public String description() {
    return description;
  }

  /** Returns the tags that each of its figures has. */
  public List<Tag> tags() {
    return tags;
  }

  /**
   * Returns the upper bounds of the buckets that a histogram of its durations should have; empty
   * for other kinds.
   */
  public List<Duration> buckets() {
    if (kind != Kind.DURATION) {
      return List.of();
    }
    Stream<Integer> millis =
        this == CONNECTION_DURATION
            // Source: OpenTelemetry's advice for this metric.
            ? Stream.of(
                10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000,
                300_000)
            : Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);
    return millis.map(Duration::ofMillis).toList();
  }

  /** Returns the meter as a row of a Markdown table: name, kind and unit, tags, meaning. */
  public String tableRow() {
    String plain = kind.name().toLowerCase(Locale.ROOT);
    return "| `"
        + meterName
        + "` | "
        + (kind == Kind.DURATION || unit == Unit.NONE ? plain : plain + " of " + unit.text())
        + " | "
        + tags.stream().map(Tag::key).collect(Collectors.joining(", "))
        + " | "
        + description
        + " |";
  }
}
