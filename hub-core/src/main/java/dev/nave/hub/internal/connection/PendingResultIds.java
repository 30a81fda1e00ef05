package dev.nave.hub.internal.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pending results of one client, by their ids. Any thread.
 *
 * <p>A result may be queued behind the messages that make reading pause. So the backlog is told
 * when results become pending and when they end.
 */
public final class PendingResultIds {
  /** Few clients are ever asked anything. */
  @GuardedBy("this")
  private Set<String> ids = Set.of();

  @GuardedBy("this")
  private boolean ended;

  private volatile @Nullable Waiting waiting;

  /** Is told that the server waits for an answer of the client. Any thread. */
  public interface Waiting {
    /** A result has become pending. */
    void beginToWait();

    /** One that was pending has ended. */
    void endToWait();
  }

  /** What came of an attempt to ask. */
  public enum Added {
    /** One more result is pending. */
    ADDED,
    /** As many results are pending as one client may have. */
    TOO_MANY,
    /** A result with that id is pending already. */
    DUPLICATE,
    /** The client is gone and will not answer. */
    ENDED
  }

  /** Sets who is told of results that become pending, and that end. Before the first one. */
  public void tell(Waiting told) {
    waiting = told;
  }

  /** Adds a question, if there are fewer than {@code max}. */
  public Added add(String id, int max) {
    Added added = put(id, max);
    Waiting told = waiting;
    if (added == Added.ADDED && told != null) {
      told.beginToWait();
    }
    return added;
  }

  private synchronized Added put(String id, int max) {
    if (ended) {
      return Added.ENDED;
    }
    if (ids.contains(id)) {
      return Added.DUPLICATE;
    }
    if (ids.size() >= max) {
      return Added.TOO_MANY;
    }
    if (ids.isEmpty()) {
      ids = new LinkedHashSet<>(4);
    }
    ids.add(id);
    return Added.ADDED;
  }

  /** Takes a question out, if it is there. */
  public void remove(String id) {
    Waiting told = waiting;
    if (take(id) && told != null) {
      told.endToWait();
    }
  }

  private synchronized boolean take(String id) {
    if (!ids.contains(id)) {
      return false;
    }
    ids.remove(id);
    if (ids.isEmpty()) {
      ids = Set.of();
    }
    return true;
  }

  /** Takes no more questions; returns those that will not be answered. */
  public synchronized List<String> end() {
    ended = true;
    return List.copyOf(ids);
  }
}
