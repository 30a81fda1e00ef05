package dev.nave.benchmarks.servers;

/** When the raw server sends the echoes that it has written. */
public enum EchoFlush {
  /** Each at once. */
  PER_MESSAGE,
  /** All that one read of a connection has brought, together. */
  PER_READ
}
