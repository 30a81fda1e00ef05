package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a connection's calls: what was received before a client left, or before a protocol
 * error, is still done, in order; what was received before the connection was cut is dropped,
 * unless it has begun. Then {@code onDisconnected} is due.
 *
 * <p>The client is signalled to be gone, through the tokens of calls and connection, as soon as it
 * cannot be reached any more; where it can, when all that it sent has begun. Source: the reference
 * server, which reads the Close of a client behind its calls, and learns of a closed socket at
 * once.
 *
 * <p><b>Threading.</b> Loop only.
 */
final class FinalMessages {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubDispatch<?> hub;
  private final HubConnection connection;
  private final CallerContext caller;
  private final ActiveCalls calls;
  private final InvocationQueue invocations;
  private final HubLifecycle lifecycle;

  private @Nullable Throwable cause;
  private Runnable messagesTimer = () -> {};
  private Runnable graceTimer = () -> {};
  private boolean draining;
  private boolean timed;
  private boolean over;

  FinalMessages(
      HubDispatch<?> hub,
      HubConnection connection,
      CallerContext caller,
      ActiveCalls calls,
      InvocationQueue invocations,
      HubLifecycle lifecycle) {
    this.hub = hub;
    this.connection = connection;
    this.caller = caller;
    this.calls = calls;
    this.invocations = invocations;
    this.lifecycle = lifecycle;
  }

  /**
   * Nothing is read any more, but the client still gets its answers.
   *
   * @param whenAnswered called on the loop when it has got them, or the time for that is over
   */
  void finish(Runnable whenAnswered) {
    limit(whenAnswered);
    attempt(calls::endUploads);
    attempt(() -> hub.questions().ended(connection));
    attempt(invocations::start);
    invocations.finish(
        () -> connection.loop().execute(this::signal),
        () -> connection.loop().execute(whenAnswered));
  }

  /**
   * The server stops. What was received is done and answered, and then the streams that the client
   * gets end behind the items that they have.
   *
   * @param whenAnswered called on the loop when that is so
   */
  void drain(Runnable whenAnswered) {
    if (!draining) {
      draining = true;
      invocations.whenQuiet(
          false, () -> connection.loop().execute(() -> drainStreams(whenAnswered)));
    }
  }

  private void drainStreams(Runnable whenAnswered) {
    attempt(() -> calls.endStreams(new HubException("The server is stopping.")));
    invocations.whenQuiet(true, () -> connection.loop().execute(whenAnswered));
  }

  /** Lets no call begin whose answer would hold up the stop of the server. */
  void refuseIfDraining(String target) throws CallRefusedException {
    if (draining) {
      hub.settings().counters().dropInvocations(1);
      throw new CallRefusedException(
          "Failed to invoke '" + target + "' because the server is stopping.");
    }
  }

  /**
   * The client has left before the hub has accepted it, and what it sent has not been read.
   *
   * @param why what {@code onDisconnected} gets, if it is not null
   * @param whenTooLate called on the loop when the time to do that is over
   */
  void left(@Nullable Throwable why, Runnable whenTooLate) {
    cause = why;
    attempt(this::signal);
    attempt(() -> hub.questions().ended(connection));
    limit(whenTooLate);
  }

  /**
   * The client gets nothing any more. May be called again: when messages were read that had waited
   * for the hub, and to drop what was to be done.
   *
   * @param why what {@code onDisconnected} gets; the first that is not null counts
   * @param drops whether what has not begun is dropped
   */
  void end(@Nullable Throwable why, boolean drops) {
    cause = cause == null ? why : cause;
    if (drops) {
      drop(); // First: a method that ends at the signal must not let the next begin.
    }
    // Whatever fails in a step, the next ones must follow: the connection would never be forgotten.
    attempt(this::signal);
    attempt(calls::cut);
    attempt(() -> hub.questions().ended(connection));
    if (!drops) {
      limit(() -> {});
      attempt(invocations::start);
    }
    invocations.end(
        () -> connection.loop().execute(this::awaitRunning),
        () -> connection.loop().execute(this::done));
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      log.error("{}: a step of the end of its calls failed", connection, e);
    }
  }

  /** Tells calls that run, and those to come, that the client is gone. */
  private void signal() {
    caller.cancelAborted();
    calls.cancelPlain();
  }

  private void drop() {
    int dropped = invocations.drop();
    if (dropped > 0) {
      hub.settings().counters().dropInvocations(dropped);
      log.info(
          "{}: {} invocations of {} that had not begun are dropped: the connection was cut",
          connection,
          dropped,
          hub.name());
    }
  }

  /** Begins the time in which all must have begun that was received, if that has not been done. */
  private void limit(Runnable whenOver) {
    if (!timed) {
      timed = true;
      messagesTimer =
          schedule(connection.options().finalMessagesTimeout(), () -> dropLate(whenOver));
    }
  }

  private void dropLate(Runnable whenOver) {
    int dropped = invocations.drop();
    if (dropped > 0) {
      hub.settings().counters().dropInvocations(dropped);
      hub.failures().droppedLate(connection, dropped, connection.options().finalMessagesTimeout());
    }
    whenOver.run();
  }

  /** All that was received has begun, or was dropped: what runs has a grace. */
  private void awaitRunning() {
    graceTimer.run();
    if (over) {
      return;
    }
    Duration grace = connection.options().onDisconnectedGrace();
    graceTimer =
        schedule(
            grace,
            () -> {
              hub.failures().runsOn(connection, grace);
              done();
            });
  }

  private void done() {
    over = true;
    messagesTimer.run();
    graceTimer.run();
    lifecycle.disconnect(cause);
  }

  private Runnable schedule(Duration delay, Runnable task) {
    return connection.loop().executor().schedule(task, delay);
  }
}
