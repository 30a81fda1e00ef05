package dev.nave.hub.internal.dispatch;

import dev.nave.hub.internal.streams.Backlog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one connection that were read and not begun, in order, and what they keep of
 * the backlog; those count there, too, that are only kept until their sends are over.
 *
 * <p><b>Threading.</b> Owned by an {@link InvocationQueue} and its lock.
 */
final class WaitingInvocations {
  private final Backlog backlog;

  /** Begins without room: most connections have none that waits, most of the time. */
  private final Queue<Invocation> waiting = new ArrayDeque<>(0);

  private boolean dropped;

  WaitingInvocations(Backlog backlog) {
    this.backlog = backlog;
  }

  /**
   * Adds an invocation; not after {@link #drop}.
   *
   * @return whether to ask the backlog now if more may be read
   */
  boolean add(Invocation invocation) {
    waiting.add(invocation);
    return backlog.add(invocation.weight(), Backlog.Place.BACKLOG);
  }

  int size() {
    return waiting.size();
  }

  /** Returns whether the first one runs on the loop. */
  boolean isNextNonBlocking() {
    Invocation next = waiting.peek();
    return next != null && next.isNonBlocking();
  }

  /** Takes the first one; returns null if there is none. */
  @Nullable Invocation poll() {
    Invocation next = waiting.poll();
    if (next != null) {
      release(next);
    }
    return next;
  }

  /** Takes the first one if it has streams; returns null otherwise. */
  @Nullable Invocation pollStreaming() {
    Invocation next = waiting.peek();
    return next == null || !next.isStreaming() ? null : poll();
  }

  /** Counts an invocation that was taken, and is kept though its method has ended. */
  void keep(Invocation taken) {
    // The loop asks when the next one is added: until then this connection reads on.
    backlog.add(taken.weight(), Backlog.Place.BACKLOG);
  }

  /** Forgets what {@link #keep} has counted. */
  void release(Invocation taken) {
    backlog.remove(taken.weight(), Backlog.Place.BACKLOG);
  }

  /** Drops all, and takes nothing more. Returns those, which have to be ended. */
  List<Invocation> drop() {
    dropped = true;
    List<Invocation> all = List.copyOf(waiting);
    waiting.forEach(this::release);
    waiting.clear();
    return all;
  }

  /** Returns whether nothing is taken any more. */
  boolean isDropped() {
    return dropped;
  }
}
