package dev.nave.hub;

/** Why a message that reached the server of a connection did not reach the connection. */
public enum DropReason {
  /** The client took its messages too slowly, and the policy is to drop some. Per connection. */
  SLOW_CONSUMER,
  /** More waited for an event loop than may. Per loop and message. */
  OVERFLOW,
  /** Another server did not send it in the client's hub protocol. Per connection. */
  NOT_ENCODED
}
