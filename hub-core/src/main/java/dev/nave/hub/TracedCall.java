package dev.nave.hub;

import java.util.Map;

/**
 * A call of a hub, as a {@link HubTracer} sees it.
 *
 * @param kind what is called
 * @param hubName the name of the hub
 * @param method the name by which clients call the method, as it is spelled in the hub; of the
 *     other kinds, {@code onConnected} or {@code onDisconnected}
 * @param headers what the client sent beside the call, such as {@code traceparent}, {@code
 *     tracestate} and {@code baggage}; empty for the other kinds, and where there was more than
 *     {@link HubOptions#maxCallHeaders} or {@link HubOptions#maxCallHeaderLength} allow. Header
 *     names are as they came; values are visible ASCII and blanks
 * @param context the connection that the call belongs to
 */
public record TracedCall(
    Kind kind,
    String hubName,
    String method,
    Map<String, String> headers,
    HubCallerContext context) {

  /** What is called. */
  public enum Kind {
    /** A hub method, by a client. */
    INVOCATION,
    /** {@code onConnected}, by the server. */
    CONNECTED,
    /** {@code onDisconnected}, by the server. */
    DISCONNECTED
  }
}
