package dev.nave.backplane.redis;

/** What one of a server's connections to Redis is for. */
public enum ConnectionRole {
  /** Carries what this server publishes. */
  PUBLISH,
  /** Carries the subscriptions and what arrives for them. */
  SUBSCRIBE
}
