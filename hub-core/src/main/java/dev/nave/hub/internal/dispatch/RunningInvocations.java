package dev.nave.hub.internal.dispatch;

import dev.nave.hub.HubOptions;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Counts which invocations of one connection run, and in what place: those that hold one of the
 * places that let so many run at a time, and those that run beside them. Knows from that whether
 * the next one may begin, and what is due at the end.
 *
 * <p><b>Threading.</b> Owned by an {@link InvocationQueue} and its lock, its places too.
 */
final class RunningInvocations {
  private final int parallel;
  private final int maxGivenBack;
  private final int maxSending;

  /** How many tasks work off the queue. */
  private int running;

  /** What runs beside them and lets none of them begin with the next invocation. */
  private int entered;

  /** How many run beside the others: those with streams from the client alone. */
  private int uploading;

  /** How many run beside the others: those that answer with a stream. */
  private int streaming;

  /** How many of those that answer with a stream have not begun with it: they may be refused. */
  private int opening;

  /** How many run beside the others: those that have given back their places. */
  private int givenBack;

  /** How many run beside the others: those that have passed on their places to wait for sends. */
  private int sending;

  /** Those that are to pass on their places as soon as fewer have done so; null if never any. */
  private @Nullable Queue<Place> passingOn;

  /** How many of those without streams have not begun to wait for a client. */
  private int atWork;

  /** How many wait for another client's answer, without those that answer with a stream. */
  private int awaiting;

  /** How many that answer with a stream wait for another client's answer. */
  private int streamingAwaiting;

  /**
   * How many invocations of a connection may run.
   *
   * @param parallel how many at a time
   * @param maxGivenBack how many beside those, which wait for clients
   * @param maxSending how many beside those, which wait for sends of their own; 0 for those hold
   *     their places
   */
  record Bounds(int parallel, int maxGivenBack, int maxSending) {
    static Bounds of(HubOptions options) {
      return new Bounds(
          options.maximumParallelInvocationsPerClient(),
          options.maxClientResultsPerConnection(),
          options.maxPipelinedSendsPerConnection());
    }
  }

  /** Begins with none. */
  RunningInvocations(Bounds bounds) {
    this.parallel = bounds.parallel();
    this.maxGivenBack = bounds.maxGivenBack();
    this.maxSending = bounds.maxSending();
  }

  /** Lets no invocation begin but those with streams, until {@link #leave}. */
  void enter() {
    entered++;
  }

  /** Takes an {@link #enter} back. */
  void leave() {
    entered--;
  }

  /** Returns whether an invocation without streams may begin. */
  boolean mayBegin() {
    return entered == 0;
  }

  /** Returns whether one runs that has not asked a client for anything. */
  boolean isAtWork() {
    return atWork > 0;
  }

  /** Begins as many tasks as may work off {@code waiting} invocations; returns how many. */
  int beginTasks(int waiting) {
    int tasks = mayBegin() ? Math.max(0, Math.min(parallel - running, waiting)) : 0;
    running += tasks;
    return tasks;
  }

  /** A task is over. */
  void endTask() {
    running--;
  }

  /** A task begins with an invocation. */
  Place begin(Invocation invocation) {
    atWork++;
    return new Place(invocation, true, false);
  }

  /** An invocation with streams begins beside the others. */
  Place beginBeside(Invocation invocation) {
    boolean wantsStream = invocation.wantsStream();
    if (wantsStream) {
      streaming++;
      opening++;
    } else {
      uploading++;
    }
    return new Place(invocation, false, wantsStream);
  }

  /** Returns what is due at the end, now that all have begun; to be run without the lock. */
  Runnable takeDue(EndCallbacks end) {
    int open = running + entered + uploading + opening + givenBack + sending;
    return end.take(open, awaiting, streaming, streamingAwaiting);
  }

  /** Has the next one pass on its place, if one is to do so. Returns whether it has. */
  private boolean passNextOn() {
    Place next = passingOn == null ? null : passingOn.poll();
    if (next != null) {
      next.passOn();
    }
    return next != null;
  }

  /** One running invocation, and its place among those that may run at a time. */
  final class Place {
    private final Invocation invocation;
    private final boolean streams;

    /** Whether it began in one of the places, and not beside them. */
    private final boolean hadOne;

    private boolean held;

    /** Whether it has passed on its place, to wait for its own send. */
    private boolean sends;

    private boolean working;
    private int waits;
    private boolean over;

    /** Whether it may still be refused instead of answered with a stream. */
    private boolean opens;

    private Place(Invocation invocation, boolean held, boolean streams) {
      this.invocation = invocation;
      this.hadOne = held;
      this.held = held;
      this.working = held;
      this.streams = streams;
      this.opens = streams;
    }

    Invocation invocation() {
      return invocation;
    }

    /** It answers with its stream from now on, or has been refused. */
    void opened() {
      if (opens) {
        opens = false;
        if (waits == 0) {
          opening--;
        }
      }
    }

    /**
     * The invocation waits for an answer of a client, which may come behind it, so it gives its
     * place back, unless as many as may have done so. The end does not wait for the answer of
     * another client. That of its own fails at the end, so the invocation goes on, and the end
     * waits for it.
     *
     * @return whether the next one may begin in its place
     */
    boolean beginWait(boolean forOwnClient) {
      endWork();
      if (over) {
        return false;
      }
      if (!forOwnClient && waits++ == 0) {
        countAwaiting(1);
      }
      if (!held || givenBack >= maxGivenBack) {
        return false;
      }
      leavePlace();
      givenBack++;
      running--;
      return true;
    }

    /** The answer of another client is there. */
    void endWait() {
      if (!over && --waits == 0) {
        countAwaiting(-1);
      }
    }

    /**
     * The method has returned, and the invocation waits for its own send alone: it passes its place
     * on to the next one, or does so as soon as fewer have. The end waits for it in any case.
     *
     * @return whether the next one may begin in its place now
     */
    boolean beginSend() {
      if (!held) {
        return false;
      }
      if (sending < maxSending) {
        passOn();
        return true;
      }
      if (passingOn == null) {
        passingOn = new ArrayDeque<>(1);
      }
      passingOn.add(this);
      return false;
    }

    /** It does not hold its place any more, and has none to pass on. */
    private void leavePlace() {
      held = false;
      if (passingOn != null) {
        passingOn.remove(this);
      }
    }

    private void passOn() {
      held = false;
      sends = true;
      sending++;
    }

    /**
     * The invocation is over.
     *
     * @return whether a place is free for the next one: its own, or that of one that was to pass it
     *     on
     */
    boolean end() {
      over = true;
      opened();
      endWork();
      if (waits > 0) {
        countAwaiting(-1);
      }
      if (held) {
        leavePlace();
        return true;
      }
      if (sends) {
        sending--;
        return passNextOn();
      }
      if (hadOne) {
        givenBack--;
      } else if (streams) {
        streaming--;
      } else {
        uploading--;
      }
      return false;
    }

    private void endWork() {
      if (working) {
        working = false;
        atWork--;
      }
    }

    private void countAwaiting(int change) {
      if (streams) {
        streamingAwaiting += change;
        opening -= opens ? change : 0;
      } else {
        awaiting += change;
      }
    }
  }
}
