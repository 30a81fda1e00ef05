package dev.nave.hub.internal.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The questions that one client was asked and has not answered, by their ids. Any thread.
 *
 * <p>For each of them somebody waits for what the client sends next, which may stand behind what
 * makes reading pause: whoever decides about that is told.
 */
public final class OwedAnswers {
  /** Few clients are ever asked anything. */
  @GuardedBy("this")
  private Set<String> ids = Set.of();

  @GuardedBy("this")
  private boolean ended;

  private volatile Runnable onWait = () -> {};
  private volatile Runnable onWaitOver = () -> {};

  /** What came of an attempt to ask. */
  public enum Added {
    /** The client owes one answer more. */
    ADDED,
    /** It owes as many as it may. */
    TOO_MANY,
    /** It owes an answer under that id already. */
    DUPLICATE,
    /** It is gone and will not answer anything. */
    ENDED
  }

  /**
   * Says who is told of each question that is added, and of each that is removed. Before the first
   * one.
   */
  public void tell(Runnable added, Runnable removed) {
    onWait = added;
    onWaitOver = removed;
  }

  /** Adds a question, if there are fewer than {@code max}. */
  public Added add(String id, int max) {
    Added added = put(id, max);
    if (added == Added.ADDED) {
      onWait.run();
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
    if (take(id)) {
      onWaitOver.run();
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
