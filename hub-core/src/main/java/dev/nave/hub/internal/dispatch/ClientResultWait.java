package dev.nave.hub.internal.dispatch;

/** What happens in a call that begins to wait for a client's answer. */
@FunctionalInterface
public interface ClientResultWait {
  /** For calls that no other call waits for. */
  ClientResultWait FREE = forOwnClient -> () -> {};

  /**
   * For {@code onConnected}: no answer is read before it ends. Source: the reference server, which
   * has this text.
   */
  ClientResultWait FORBIDDEN =
      forOwnClient -> {
        throw new IllegalStateException(
            "Client results inside OnConnectedAsync Hub methods are not allowed.");
      };

  /**
   * Makes way for what the call would hold up.
   *
   * @param forOwnClient whether the client of the call itself is to answer
   * @return to be called once, by any thread, when the call does not wait any more
   * @throws IllegalStateException if the call must not wait
   */
  Runnable beginWait(boolean forOwnClient);
}
