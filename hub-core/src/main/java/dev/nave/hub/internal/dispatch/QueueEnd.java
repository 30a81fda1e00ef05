package dev.nave.hub.internal.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link InvocationQueue} calls back at its end, each once. Owned by the queue and its
 * lock; what {@link #takeDue} returns is to be run without it.
 */
final class QueueEnd {
  private @Nullable Runnable onBegun;
  private @Nullable Runnable onAnswered;
  private @Nullable Runnable onIdle;

  /** No invocation is added any more, but the client still gets its answers. */
  void finish(Runnable begun, Runnable answered) {
    onBegun = begun;
    onAnswered = answered;
  }

  /** No invocation is added any more, and the client gets no answers. */
  void end(Runnable begun, Runnable idle) {
    onBegun = begun;
    onAnswered = null;
    onIdle = idle;
  }

  /**
   * Returns what is due.
   *
   * @param waiting how many invocations have not been begun
   * @param answering how many run that are answered at once, and do not wait for a client
   * @param streaming how many answer with a stream
   */
  Runnable takeDue(int waiting, int answering, int streaming) {
    if (waiting > 0) {
      return QueueEnd::nothing;
    }
    Runnable begun = onBegun;
    onBegun = null;
    Runnable answered = null;
    Runnable idle = null;
    if (answering == 0) {
      answered = onAnswered;
      onAnswered = null;
      if (streaming == 0) {
        idle = onIdle;
        onIdle = null;
      }
    }
    return all(begun, answered, idle);
  }

  private static Runnable all(
      @Nullable Runnable begun, @Nullable Runnable answered, @Nullable Runnable idle) {
    if (begun == null && answered == null && idle == null) {
      return QueueEnd::nothing;
    }
    return () -> {
      run(begun);
      run(answered);
      run(idle);
    };
  }

  private static void nothing() {}

  private static void run(@Nullable Runnable callback) {
    if (callback != null) {
      callback.run();
    }
  }
}
