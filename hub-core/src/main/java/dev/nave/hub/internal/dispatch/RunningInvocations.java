package dev.nave.hub.internal.dispatch;

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
  private @Nullable Runnable onBegun;
  private @Nullable Runnable onAnswered;
  private @Nullable Runnable onIdle;
  private @Nullable Runnable onQuiet;
  private boolean quietWithoutStreams;

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

  /** How many of those without streams have not begun to wait for a client. */
  private int atWork;

  /** How many wait for another client's answer, without those that answer with a stream. */
  private int awaiting;

  /** How many that answer with a stream wait for another client's answer. */
  private int streamingAwaiting;

  /**
   * Begins with none.
   *
   * @param parallel how many may run at a time
   * @param maxGivenBack how many may run beside those, having given back their places
   */
  RunningInvocations(int parallel, int maxGivenBack) {
    this.parallel = parallel;
    this.maxGivenBack = maxGivenBack;
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

  // The end: each is called back once.

  /** No invocation is added any more, but the client still gets its answers. */
  void finish(Runnable begun, Runnable answered) {
    onBegun = begun;
    onAnswered = answered;
  }

  /** All that were added are awaited; those that answer with a stream are if it is said so. */
  void whenQuiet(boolean streamsToo, Runnable quiet) {
    quietWithoutStreams = streamsToo;
    onQuiet = quiet;
  }

  /** No invocation is added any more, and the client gets no answers. */
  void end(Runnable begun, Runnable idle) {
    onBegun = begun;
    onAnswered = null;
    onQuiet = null;
    onIdle = idle;
  }

  /**
   * Returns what is due at the end, to be run without the lock.
   *
   * @param waiting how many invocations have not been begun
   */
  Runnable takeDue(int waiting) {
    if (waiting > 0) {
      return RunningInvocations::nothing;
    }
    Runnable begun = onBegun;
    onBegun = null;
    Runnable answered = null;
    Runnable idle = null;
    int open = running + entered + uploading + opening + givenBack;
    Runnable quiet = null;
    if (open == 0 && (streaming == 0 || !quietWithoutStreams)) {
      quiet = onQuiet;
      onQuiet = null;
    }
    // Those that wait for another client are not awaited.
    if (open - awaiting == 0) {
      answered = onAnswered;
      onAnswered = null;
      if (streaming - streamingAwaiting == 0) {
        idle = onIdle;
        onIdle = null;
      }
    }
    return all(begun, answered, idle, quiet);
  }

  private static Runnable all(
      @Nullable Runnable begun,
      @Nullable Runnable answered,
      @Nullable Runnable idle,
      @Nullable Runnable quiet) {
    if (begun == null && answered == null && idle == null && quiet == null) {
      return RunningInvocations::nothing;
    }
    return () -> {
      run(begun);
      run(answered);
      run(idle);
      run(quiet);
    };
  }

  private static void nothing() {}

  private static void run(@Nullable Runnable callback) {
    if (callback != null) {
      callback.run();
    }
  }

  /** One running invocation, and its place among those that may run at a time. */
  final class Place {
    private final Invocation invocation;
    private final boolean streams;

    /** Whether it began in one of the places, and not beside them. */
    private final boolean hadOne;

    private boolean held;
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
      held = false;
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

    /** The invocation is over. Returns whether it has kept its place, for the next one. */
    boolean end() {
      over = true;
      opened();
      endWork();
      if (waits > 0) {
        countAwaiting(-1);
      }
      if (held) {
        return true;
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
