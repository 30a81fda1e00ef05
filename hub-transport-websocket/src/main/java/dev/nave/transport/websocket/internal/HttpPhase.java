package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.EndpointAnswer.Respond;

/**
 * What an HTTP connection is at. A request goes through some of these phases, in this order; then
 * the next one begins, or the connection is {@link Ended}. Loop only.
 */
sealed interface HttpPhase {
  /** Returns whether the response goes to a HEAD request, and has no body for that. */
  default boolean isHead() {
    return false;
  }

  /** The socket has taken the response. */
  default void answered() {}

  /** The client gets no answer, or another one than the hub gave. */
  default void abandon() {}

  /** Between two requests, or before the end of a head. */
  record AwaitingHead() implements HttpPhase {}

  /** A head is looked at. */
  record JudgingHead(boolean isHead) implements HttpPhase {}

  /** The endpoint does not want the body: it is read, thrown away, and then the endpoint asked. */
  record SkippingBody(IncomingRequest request) implements HttpPhase {
    @Override
    public boolean isHead() {
      return request.isHead();
    }
  }

  /** The endpoint, or the application, has not answered yet. */
  record Asking(IncomingRequest request) implements HttpPhase {
    @Override
    public boolean isHead() {
      return request.isHead();
    }
  }

  /** The endpoint answers later, and asks for the body piece by piece if there is one. */
  record Holding(IncomingRequest request, HeldRequest held) implements HttpPhase {
    @Override
    public boolean isHead() {
      return request.isHead();
    }

    @Override
    public void answered() {
      held.answered();
    }

    @Override
    public void abandon() {
      held.abandon();
    }
  }

  /** The answer is known; what is left of the body is thrown away first. */
  record DrainingBody(IncomingRequest request, HttpPhase before, Respond answer)
      implements HttpPhase {
    @Override
    public boolean isHead() {
      return request.isHead();
    }

    @Override
    public void abandon() {
      before.abandon();
    }
  }

  /**
   * The response is being written.
   *
   * @param before the phase that it ended
   * @param goesOn whether the next request is read after it
   */
  record Responding(HttpPhase before, boolean goesOn) implements HttpPhase {
    @Override
    public void answered() {
      before.answered();
    }

    @Override
    public void abandon() {
      before.abandon();
    }
  }

  /** No further request is read. */
  record Ended() implements HttpPhase {}
}
