package dev.nave.hub.internal.methods;

/** What to do with what a hub method returns. */
public enum ReturnKind {
  /** The value is the result. */
  VALUE,
  /** There is no result: {@link HubMethod#invoke} returns null. */
  VOID,
  /** The value is a {@link java.util.concurrent.CompletionStage} of the result, or null. */
  STAGE,
  /**
   * The items of the value are the answer: of a publisher, a stream or an iterable, or of one in a
   * {@link java.util.concurrent.CompletionStage}.
   */
  STREAM
}
