package dev.nave.hub.internal.streams;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from a connection or not, as its {@link Backlog} says, and ends it when a pause cannot end
 * by itself. A method that is merely slow ends it.
 *
 * <p>Loop only.
 */
public final class BacklogWatch {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubConnection connection;
  private final Backlog backlog;
  private final BooleanSupplier atWork;
  private final Consumer<BacklogOverflowException> onStuck;
  private final Runnable lookAgain = this::look;

  private boolean paused;

  /** These forget the timers of a pause. */
  private Runnable stuckTimer = () -> {};

  private Runnable stallTimer = () -> {};
  private boolean ended;

  /**
   * Begins with a connection that is read from.
   *
   * @param atWork returns whether a method runs that will take more of the backlog when it ends
   * @param onStuck told why the connection is closed, before it is
   */
  public BacklogWatch(
      HubConnection connection,
      BooleanSupplier atWork,
      Consumer<BacklogOverflowException> onStuck) {
    this.connection = connection;
    this.atWork = atWork;
    this.onStuck = onStuck;
    this.backlog =
        new Backlog(
            connection.options().maxBacklogBytes(),
            connection.loop().inbound(),
            () -> connection.loop().execute(lookAgain));
  }

  /** Any thread. Returns the backlog that is watched. */
  public Backlog backlog() {
    return backlog;
  }

  /** Reads on, or not, as the backlog says. */
  public void look() {
    if (ended) {
      return;
    }
    boolean reads = backlog.mayRead();
    if (!reads && backlog.isPausedForOthers()) {
      connection.loop().inbound().whenRoom(lookAgain);
    }
    if (reads != paused) {
      return;
    }
    paused = !paused;
    if (paused) {
      log.debug("{}: more waits than maxBacklogBytes, reading pauses", connection);
      connection.pauseReading();
      watch();
    } else {
      unwatch();
      connection.resumeReading();
    }
  }

  /** From time to time looks whether the pause can end by itself. */
  private void watch() {
    watchIfStuck();
    watchIfStalled();
  }

  private void watchIfStuck() {
    HubOptions options = connection.options();
    stuckTimer =
        schedule(
            options.clientTimeout(),
            () -> {
              if (backlog.isStuck() && !atWork.getAsBoolean()) {
                fail(BacklogOverflowException.stuck(options.maxBacklogBytes()));
              } else {
                watchIfStuck();
              }
            });
  }

  private void watchIfStalled() {
    HubOptions options = connection.options();
    Duration timeout = options.uploadStallTimeout();
    stallTimer =
        schedule(
            timeout,
            () -> {
              if (backlog.isStalled() && !atWork.getAsBoolean()) {
                fail(BacklogOverflowException.stalled(options.maxBacklogBytes(), timeout));
              } else {
                watchIfStalled();
              }
            });
  }

  private Runnable schedule(Duration delay, Runnable task) {
    return connection.loop().executor().schedule(task, delay);
  }

  private void fail(BacklogOverflowException cause) {
    onStuck.accept(cause);
    connection.fail(cause);
  }

  /** The connection has ended. */
  public void end() {
    ended = true;
    connection.loop().inbound().forget(lookAgain);
    unwatch();
  }

  private void unwatch() {
    stuckTimer.run();
    stallTimer.run();
  }
}
