package dev.nave.hub.transport;

import dev.nave.hub.internal.logging.LineLimit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells an operator of refused requests, under the logger {@value #LOGGER}. Any thread.
 *
 * <p>Clients decide how often requests are refused, so of each {@link Kind} at most {@link
 * #MAX_LINES} lines are written in {@link #INTERVAL}, at INFO or WARN. What is left out is counted,
 * and the count is written when the interval is over, in a line of its own or behind the next one;
 * at DEBUG each line is written. A line is one line, whatever a client sent: see {@link #quote}.
 */
public final class RefusalLog {
  /** The name of the logger. */
  public static final String LOGGER = ServerTransport.LOGGER + ".refusals";

  /** How many lines of one kind are written in an interval. */
  public static final int MAX_LINES = 5;

  /** How long an interval is. */
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final int LONGEST_QUOTE = 120;

  private final Logger log;
  private final Map<Kind, LineLimit> limits = new EnumMap<>(Kind.class); // Not changed any more.
  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class); // Not changed any more.
  private final LongAdder others = new LongAdder();

  /** What an operator can do something about. */
  public enum Kind {
    /** A page that may not use the hub. */
    ORIGIN(Level.INFO, "HubOptions.allowedOrigins"),
    /** A token that the authenticator does not believe. */
    TOKEN(Level.INFO, "the authenticator"),
    /** A connection that was negotiated elsewhere, or too long ago. */
    UNKNOWN_CONNECTION(Level.INFO, "sticky sessions"),
    /** A transport that the hub does not offer. */
    TRANSPORT(Level.INFO, "HubOptions.transports"),
    /** A version of negotiate that the hub does not speak. */
    NEGOTIATE_VERSION(Level.INFO, "HubOptions.minimumNegotiateVersion"),
    /** Too many connections are negotiated and not used. */
    PENDING_NEGOTIATIONS(Level.WARN, "ServerOptions.maxPendingNegotiations"),
    /** Too many connections poll. */
    POLLING_CONNECTIONS(Level.WARN, "ServerOptions.maxPollingConnections"),
    /** Too many connections are open, or too many of one address or user. */
    CONNECTIONS(Level.WARN, "ServerOptions.maxConnections"),
    /** Too many connections have not begun with their handshake. */
    HANDSHAKES(Level.WARN, "ServerOptions.maxPendingHandshakes"),
    /** The application gave a client a user id that is too long. */
    USER_ID(Level.WARN, "HubOptions.maxUserIdLength"),
    /** No thread takes the application's code. */
    HUB_EXECUTOR(Level.WARN, "the hub executor"),
    /** The application took too long to decide. */
    LATE_ANSWER(Level.WARN, "WebSocketTransport answerTimeout"),
    /** A request line is too long. */
    REQUEST_LINE(Level.INFO, "WebSocketTransport maxRequestLineBytes"),
    /** The headers are too long. */
    HEADER_BYTES(Level.INFO, "WebSocketTransport maxHeaderBytes"),
    /** There are too many headers. */
    HEADER_COUNT(Level.INFO, "WebSocketTransport maxHeaderCount"),
    /** A body is too long that no hub reads. */
    REQUEST_BODY(Level.INFO, "WebSocketTransport maxRequestBodyBytes"),
    /** A request was not whole in time. */
    LATE_REQUEST(Level.INFO, "WebSocketTransport requestTimeout"),
    /** A Host that is none of the server's. */
    HOST(Level.INFO, "WebSocketTransport allowedHosts"),
    /** Too many HTTP connections have no complete request. */
    INCOMPLETE_REQUESTS(Level.WARN, "WebSocketTransport maxIncompleteRequests"),
    /** No thread is free for a static file or a text. */
    FILES(Level.WARN, "WebSocketTransport maxFileThreads"),
    /** A client certificate is missing, or is not trusted. */
    CLIENT_CERTIFICATE(Level.INFO, "the client's certificate"),
    /** A client sent much that is not read, and cannot be paused. */
    UNREAD_BYTES(Level.INFO, "ServletTransport maxUnreadBytes"),
    /** A version of HTTP that is not spoken. */
    HTTP_VERSION(Level.INFO, "the proxy's version of HTTP"),
    /** TLS where none is spoken, or none where it is. */
    TLS(Level.INFO, "WebSocketTransport tls");

    private final Level level;
    private final String remedy;

    Kind(Level level, String remedy) {
      this.level = level;
      this.remedy = remedy;
    }
  }

  /**
   * Creates a log.
   *
   * @param log what the lines are written to
   * @param nanoTime a clock, such as {@code System::nanoTime}
   */
  public RefusalLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
      limits.put(kind, new LineLimit(MAX_LINES, INTERVAL, nanoTime));
    }
  }

  /** Returns a log of its own, whose bounds count for itself alone. */
  public static RefusalLog create() {
    return new RefusalLog(LoggerFactory.getLogger(LOGGER), System::nanoTime);
  }

  /**
   * Notes a refusal that an operator can do something about.
   *
   * @param line what was refused, with the values, the limit and the option, without credentials
   */
  public void refused(Kind kind, Supplier<String> line) {
    countOf(kind).increment();
    if (!log.isEnabledForLevel(kind.level)) {
      return;
    }
    String earlier = limitOf(kind).next();
    if (earlier != null) {
      log.atLevel(kind.level).log(line.get() + earlier);
    } else if (log.isDebugEnabled()) {
      log.debug(line.get());
    }
  }

  /** Notes a refusal that is the client's own affair: at DEBUG. */
  public void refused(Supplier<String> line) {
    others.increment();
    if (log.isDebugEnabled()) {
      log.debug(line.get());
    }
  }

  /** Returns how many requests were refused for this reason. */
  public long count(Kind kind) {
    return countOf(kind).sum();
  }

  /** Returns how many requests were refused for reasons that are their clients' own affair. */
  public long countOfOthers() {
    return others.sum();
  }

  private LongAdder countOf(Kind kind) {
    return Objects.requireNonNull(counts.get(kind), "all kinds are there");
  }

  /** Writes how much was left out in intervals that are over. To be called every few seconds. */
  public void tick() {
    for (Kind kind : Kind.values()) {
      long suppressed = limitOf(kind).takeOmitted();
      if (suppressed > 0) {
        log.atLevel(kind.level)
            .log(
                "{} more requests were refused for the same reason ({}) within {}, not logged one"
                    + " by one",
                suppressed,
                kind.remedy,
                INTERVAL);
      }
    }
  }

  private LineLimit limitOf(Kind kind) {
    return Objects.requireNonNull(limits.get(kind), "all kinds are there");
  }

  /** Returns words of a client as they may be shown: printable and not too long. */
  public static String quote(String words) {
    String printable = words.replaceAll("[^ -~]", "?");
    return printable.length() <= LONGEST_QUOTE
        ? printable
        : printable.substring(0, LONGEST_QUOTE) + "...";
  }
}
