package dev.nave.hub.internal.streams;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from a connection or not, as its {@link Backlog} says, and ends it when a pause cannot end
 * by itself. A method that is merely slow ends it.
 *
 * <p>Loop only, but for {@link #backlog} and {@link #mayGoOn}.
 */
public final class BacklogWatch implements Backlog.Listener, Runnable {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CALL_DETAILS);

  private final HubConnection connection;
  private final Backlog backlog;
  private final Owner owner;
  private boolean paused;

  /** These forget the timers of a pause. */
  private Runnable stuckTimer = () -> {};

  private Runnable stallTimer = () -> {};
  private boolean ended;

  /** Whose backlog it is. Called on the loop. */
  public interface Owner {
    /** Returns whether a method runs that will take more of the backlog when it ends. */
    boolean isAtWork();

    /** The connection is about to be closed. */
    void stuck(BacklogOverflowException cause);
  }

  /** Begins with a connection that is read from. */
  public BacklogWatch(HubConnection connection, Owner owner) {
    this.connection = connection;
    this.owner = owner;
    this.backlog =
        new Backlog(connection.options().maxBacklogBytes(), connection.loop().inbound(), this);
  }

  /** Any thread. Looks soon, on the loop. */
  @Override
  public void mayGoOn() {
    connection.loop().execute(this);
  }

  /** Looks, as a task of the loop. */
  @Override
  public void run() {
    look();
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
      connection.loop().inbound().whenRoom(this);
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
              if (backlog.isStuck() && !owner.isAtWork()) {
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
              if (backlog.isStalled() && !owner.isAtWork()) {
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
    owner.stuck(cause);
    connection.fail(cause);
  }

  /** The connection has ended. */
  public void end() {
    ended = true;
    connection.loop().inbound().forget(this);
    unwatch();
  }

  private void unwatch() {
    stuckTimer.run();
    stallTimer.run();
  }
}
