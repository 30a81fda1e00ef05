package dev.nave.hub.internal.streams;

import dev.nave.hub.internal.connection.HubConnection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from a connection or not, as its {@link Backlog} says, and ends it when a pause cannot end
 * by itself. A method that is merely slow ends it. Loop only.
 */
public final class BacklogWatch {
  private static final Logger log = LoggerFactory.getLogger(BacklogWatch.class);

  private final HubConnection connection;
  private final Backlog backlog;
  private final BooleanSupplier atWork;

  /** While reading is paused: forgets the timer. */
  private @Nullable Runnable unwatch;

  private boolean ended;

  /**
   * Begins with a connection that is read from.
   *
   * @param atWork returns whether a method runs that will take more of the backlog when it ends
   */
  public BacklogWatch(HubConnection connection, BooleanSupplier atWork) {
    this.connection = connection;
    this.atWork = atWork;
    this.backlog =
        new Backlog(
            connection.options().maxBacklogBytes(), () -> connection.loop().execute(this::look));
  }

  /** Any thread. Returns the backlog that is watched. */
  public Backlog backlog() {
    return backlog;
  }

  /** Reads on, or not, as the backlog says. */
  public void look() {
    boolean reads = unwatch == null;
    if (ended || backlog.mayRead() == reads) {
      return;
    }
    if (reads) {
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
    unwatch =
        connection
            .loop()
            .executor()
            .schedule(this::failIfStuck, connection.options().clientTimeout());
  }

  private void failIfStuck() {
    if (backlog.isStuck() && !atWork.getAsBoolean()) {
      connection.fail(new BacklogOverflowException(connection.options().maxBacklogBytes()));
    } else {
      watch();
    }
  }

  /** The connection has ended. */
  public void end() {
    ended = true;
    unwatch();
  }

  private void unwatch() {
    Runnable watched = unwatch;
    if (watched != null) {
      watched.run();
      unwatch = null;
    }
  }
}
