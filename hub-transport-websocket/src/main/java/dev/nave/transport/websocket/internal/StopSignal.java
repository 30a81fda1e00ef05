package dev.nave.transport.websocket.internal;

/** Tells the handlers of a channel that the transport stops: they end it at once. */
enum StopSignal {
  INSTANCE
}
