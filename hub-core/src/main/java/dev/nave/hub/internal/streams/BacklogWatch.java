package dev.nave.hub.internal.streams;

import dev.nave.hub.internal.connection.HubConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from a connection or not, as its {@link Backlog} says, and ends it when a pause cannot end
 * by itself. Loop only.
 */
public final class BacklogWatch {
  private static final Logger log = LoggerFactory.getLogger(BacklogWatch.class);

  private final HubConnection connection;
  private final Backlog backlog;

  /** While reading is paused: forgets the timer. */
  private @Nullable Runnable unwatch;

  /** Begins with a connection that is read from. */
  public BacklogWatch(HubConnection connection) {
    this.connection = connection;
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
    if (backlog.mayRead() == reads) {
      return;
    }
    if (reads) {
      log.debug("{}: more waits than maxBacklogBytes, reading pauses", connection);
      connection.pauseReading();
      watch();
    } else {
      end();
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
    if (backlog.isStuck()) {
      connection.fail(new BacklogOverflowException(connection.options().maxBacklogBytes()));
    } else {
      watch();
    }
  }

  /** The connection has ended. */
  public void end() {
    Runnable watched = unwatch;
    if (watched != null) {
      watched.run();
      unwatch = null;
    }
  }
}
