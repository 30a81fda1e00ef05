package dev.nave.hub.internal.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * What is called back at the end of one connection's invocations, each once, as they come to it.
 *
 * <p><b>Threading.</b> Owned by an {@link InvocationQueue} and its lock; what is due is run without
 * it.
 */
final class EndCallbacks {
  private @Nullable Runnable onBegun;
  private @Nullable Runnable onAnswered;
  private @Nullable Runnable onIdle;
  private @Nullable Runnable onQuiet;
  private boolean quietWithoutStreams;

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
   * Returns what is due now that all invocations have begun.
   *
   * @param open how many are not over, without those that answer with a stream and have begun it
   * @param awaiting how many of these wait for another client, which the end does not
   * @param streaming how many that answer with a stream are not over
   * @param streamingAwaiting how many of these wait for another client
   */
  Runnable take(int open, int awaiting, int streaming, int streamingAwaiting) {
    Runnable begun = onBegun;
    onBegun = null;
    Runnable answered = null;
    Runnable idle = null;
    Runnable quiet = null;
    if (open == 0 && (streaming == 0 || !quietWithoutStreams)) {
      quiet = onQuiet;
      onQuiet = null;
    }
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
      return EndCallbacks::nothing;
    }
    return () -> {
      run(begun);
      run(answered);
      run(idle);
      run(quiet);
    };
  }

  /** Does nothing: where nothing is due. */
  static void nothing() {}

  private static void run(@Nullable Runnable callback) {
    if (callback != null) {
      callback.run();
    }
  }
}
