package dev.nave.hub.internal.dispatch;

import dev.nave.backplane.BackplaneException;
import dev.nave.hub.ClientResultException;
import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.methods.HubMethod;
import dev.nave.hub.internal.streams.BacklogOverflowException;
import dev.nave.hub.protocol.EncodingException;
import dev.nave.hub.transport.RefusalLog;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the methods of one hub threw, so that no client can fill the log: what is meant for
 * the client, or is its own doing, at DEBUG without a stack trace; refusals of the backplane, which
 * tells of its outage itself, in one line at WARN an interval; all else at ERROR, so many lines an
 * interval for each method and class of exception. Texts are clipped: they may come from clients.
 * Any thread.
 */
public final class FailureLog {
  /** So many stack traces of one kind of failure are written in an interval. */
  static final int TRACES = 3;

  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** How many kinds of failures have a limit of their own; further ones share one. */
  private static final int MAX_KINDS = 1_000;

  private final Logger log;
  private final String hubName;
  private final LongSupplier nanoTime;
  private final Map<Kind, LineLimit> limits = new ConcurrentHashMap<>();
  private final LineLimit others;
  private final LineLimit refusals;
  private final LineLimit rates;
  private final LineLimit stuck;
  private final LineLimit late;
  private final LineLimit unended;
  private final LineLimit slow;

  /** Methods that have blocked a loop: as many as the hub has, at the most. */
  private final Set<HubMethod> blocking = ConcurrentHashMap.newKeySet();

  /** Failures that are likely to be the same mistake. */
  private record Kind(String method, Class<?> failure) {}

  /**
   * Begins with nothing written.
   *
   * @param nanoTime the time, in nanoseconds from an arbitrary origin
   */
  public FailureLog(String hubName, LongSupplier nanoTime) {
    this(hubName, nanoTime, LoggerFactory.getLogger(LogCategory.CALL_DETAILS));
  }

  FailureLog(String hubName, LongSupplier nanoTime, Logger log) {
    this.log = log;
    this.hubName = hubName;
    this.nanoTime = nanoTime;
    this.others = newLimit(TRACES);
    this.refusals = newLimit(1);
    this.rates = newLimit(1);
    this.stuck = newLimit(TRACES);
    this.late = newLimit(TRACES);
    this.unended = newLimit(TRACES);
    this.slow = newLimit(TRACES);
  }

  /** A method has thrown something, or what is done around it. */
  void failed(HubConnection connection, String method, Throwable failure) {
    if (failure instanceof HubException || failure instanceof ClientResultException) {
      debug(connection, method, failure);
    } else if (failure instanceof BackplaneException) {
      String earlier = refusals.next();
      if (earlier == null) {
        debug(connection, method, failure);
      } else {
        log.warn(
            "{}: {}.{} failed, as other calls will that need the backplane: {}{}",
            connection,
            hubName,
            method,
            text(failure),
            earlier);
      }
    } else {
      unexpected(connection, method, failure);
    }
  }

  /** A method has returned what cannot be sent. */
  void notSent(HubConnection connection, String method, EncodingException failure) {
    String earlier = limit(new Kind(method, failure.getClass())).next();
    if (earlier == null) {
      debug(connection, method, failure);
    } else {
      log.warn(
          "{}: the result of {}.{} cannot be sent: {}{}",
          connection,
          hubName,
          method,
          text(failure),
          earlier);
    }
  }

  /** A client calls more often than an option allows. */
  void tooOften(HubConnection connection, String option, int maxPerSecond) {
    String earlier = rates.next();
    if (earlier != null) {
      log.warn(
          "{}: calls methods of {} more often than {}, which is {}; its calls fail{}",
          connection,
          hubName,
          option,
          maxPerSecond,
          earlier);
    }
  }

  /** A connection is closed because what its client sent holds it up. */
  void stuck(HubConnection connection, BacklogOverflowException cause) {
    String earlier = stuck.next();
    if (earlier != null) {
      log.warn("{} of {} is closed: {}{}", connection, hubName, cause.getMessage(), earlier);
    }
  }

  /** Invocations of a client that has left had not begun in time. */
  void droppedLate(HubConnection connection, int invocations, Duration timeout) {
    String earlier = late.next();
    if (earlier != null) {
      log.warn(
          "{}: {} invocations of {} had not begun when finalMessagesTimeout, which is {}, had"
              + " passed after the end, and are dropped{}",
          connection,
          invocations,
          hubName,
          timeout,
          earlier);
    }
  }

  /** A method goes on long after its client has left. */
  void runsOn(HubConnection connection, Duration grace) {
    String earlier = unended.next();
    if (earlier != null) {
      log.warn(
          "{}: a method of {} still runs {} after its end{}", connection, hubName, grace, earlier);
    }
  }

  /** A method that is not to block takes long on an event loop. Told once for each method. */
  void blocks(HubMethod method, Duration took, Duration grace) {
    String earlier = blocking.contains(method) ? null : slow.next();
    if (earlier != null && blocking.add(method)) {
      log.warn(
          "hub {}: {} is @NonBlocking but takes {} ms or more on an event loop, where other"
              + " connections wait for it; nonBlockingGrace is {}{}",
          hubName,
          method,
          took.toMillis(),
          grace,
          earlier);
    }
  }

  private void unexpected(HubConnection connection, String method, Throwable failure) {
    String earlier = limit(new Kind(method, failure.getClass())).next();
    if (earlier == null) {
      debug(connection, method, failure);
    } else {
      log.error("{}: {}.{} failed{}", connection, hubName, method, earlier, Clipped.of(failure));
    }
  }

  private void debug(HubConnection connection, String method, Throwable failure) {
    if (log.isDebugEnabled()) {
      log.debug("{}: {}.{} failed: {}", connection, hubName, method, text(failure));
    }
  }

  private LineLimit limit(Kind kind) {
    LineLimit known = limits.get(kind);
    if (known != null) {
      return known;
    }
    return limits.size() < MAX_KINDS
        ? limits.computeIfAbsent(kind, unused -> newLimit(TRACES))
        : others;
  }

  private LineLimit newLimit(int lines) {
    return new LineLimit(lines, INTERVAL, nanoTime);
  }

  private static String text(Throwable failure) {
    return RefusalLog.quote(failure.toString());
  }

  /**
   * Stands for a failure with a long text, in a log alone: its stack trace with less of the text.
   */
  static final class Clipped extends Throwable {
    private static final long serialVersionUID = 1L;

    /** Longer texts are clipped. */
    static final int MAX_CHARS = 1_000;

    /** So many causes are looked at. */
    private static final int MAX_CAUSES = 20;

    private Clipped(Throwable original, @Nullable Throwable cause) {
      super(clip(original.toString()), cause, false, true);
      setStackTrace(original.getStackTrace());
    }

    /** Returns the failure itself if no text in it is long. */
    static Throwable of(Throwable failure) {
      int causes = 0;
      for (Throwable each = failure; each != null; each = each.getCause()) {
        if (String.valueOf(each.getMessage()).length() > MAX_CHARS
            || each.getSuppressed().length > 0
            || ++causes > MAX_CAUSES) {
          return copy(failure, MAX_CAUSES);
        }
      }
      return failure;
    }

    private static Clipped copy(Throwable failure, int causes) {
      Throwable cause = failure.getCause();
      return new Clipped(failure, cause == null || causes == 0 ? null : copy(cause, causes - 1));
    }

    private static String clip(String text) {
      return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // The message has the name of the other class.
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
