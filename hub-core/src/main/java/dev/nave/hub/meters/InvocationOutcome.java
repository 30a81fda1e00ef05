package dev.nave.hub.meters;

/** How an invocation ended. */
public enum InvocationOutcome {
  /** The method returned, and its stream, if any, has ended. */
  COMPLETED("completed"),
  /** The method, a filter or the server failed. */
  FAILED("failed"),
  /** The method told its client why not, with a {@code HubException}. */
  DECLINED("declined"),
  /** The client cancelled it. */
  CANCELLED("cancelled"),
  /** The method was not called: no such method, arguments that do not fit, no right, a limit. */
  REFUSED("refused");

  private final String tag;

  InvocationOutcome(String tag) {
    this.tag = tag;
  }

  /** Returns the value of the tag {@code outcome}. */
  public String tag() {
    return tag;
  }
}
