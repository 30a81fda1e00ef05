package dev.nave.hub;

/**
 * What happens to a client that takes its messages more slowly than they are sent.
 *
 * <p>Where messages are dropped, only invocations that nothing waits for are. Completions, stream
 * items, and invocations that ask the client for a result arrive, in their order. A client that
 * leaves too many bytes of those is disconnected, whatever the policy.
 */
public enum SlowConsumerPolicy {
  /** Its connection is closed; it may connect again. */
  DISCONNECT,
  /** Further messages are dropped and counted until it has caught up; its connection stays. */
  DROP_NEWEST,
  /**
   * Further messages wait. When they exceed the bound, the oldest of those is dropped and counted
   * for each new one.
   */
  DROP_OLDEST,
  /**
   * Further messages wait, of each client method only the newest, in its own place. The one before
   * is dropped and counted. If they exceed the bound all the same, the oldest is dropped. For
   * clients that need the present state: tickers, positions.
   */
  LATEST_PER_TARGET
}
