package dev.nave.hub.internal.accounting;

/** What a numbered publication is to the node where it arrived. */
public enum Arrival {
  /** It was not here before, and is to be delivered. */
  NEW,
  /** The same, as far as one can tell: there is no room to keep track of its origin and topic. */
  UNTRACKED,
  /**
   * Its number does not fit to what its origin announced. It is delivered, as its number may be
   * forged or the one before it, and is not tracked.
   */
  DOUBTED,
  /** It was here before, or came after it had been given up as lost; not to be delivered. */
  DUPLICATE,
  /** This node is no longer subscribed to the topic. */
  UNWANTED
}
