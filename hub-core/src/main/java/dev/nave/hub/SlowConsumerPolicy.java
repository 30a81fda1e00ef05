package dev.nave.hub;

/** What happens to a client that takes its messages more slowly than they are sent. */
public enum SlowConsumerPolicy {
  /** Its connection is closed; it may connect again. */
  DISCONNECT,
  /** Messages for it are dropped and counted until it has caught up; its connection stays. */
  DROP_NEWEST
}
