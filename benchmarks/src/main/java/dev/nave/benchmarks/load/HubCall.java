package dev.nave.benchmarks.load;

import java.util.List;

/**
 * A call of a hub method, before a hub protocol has written it.
 *
 * @param target the method
 * @param answer what comes back
 * @param arguments texts and integers
 * @param uploaded how many items of a stream the call brings along, all at once
 */
record HubCall(String target, Answer answer, List<Object> arguments, int uploaded) {
  /** An item that a call uploads. */
  static final String ITEM = "an item of 20 bytes.";

  /** What a server says to a call. */
  enum Answer {
    /** Nothing: the call has no id. */
    NONE,
    /** A completion with a result. */
    RESULT,
    /** Items, and a completion without a result. */
    STREAM
  }

  /** Returns a call that is not answered. */
  static HubCall send(String target, Object... arguments) {
    return new HubCall(target, Answer.NONE, List.of(arguments), 0);
  }

  /** Returns a call that has a result. */
  static HubCall invoke(String target, Object... arguments) {
    return new HubCall(target, Answer.RESULT, List.of(arguments), 0);
  }

  /** Returns a call that is answered by a stream. */
  static HubCall stream(String target, Object... arguments) {
    return new HubCall(target, Answer.STREAM, List.of(arguments), 0);
  }

  /** Returns the same call with a stream of {@code items} behind it. */
  HubCall uploading(int items) {
    return new HubCall(target, answer, arguments, items);
  }
}
