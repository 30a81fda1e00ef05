package dev.nave.hub.meters;

/**
 * Why a connection ended. The tag values are those of OpenTelemetry's {@code
 * signalr.connection.status} where it has one.
 */
public enum EndReason {
  /** Its client left: a Close, a close frame, the end of its requests. */
  LEFT("normal_closure"),
  /** Its socket was cut, or its client did not come back in time. */
  LOST("lost"),
  /** Its client was silent for too long, or did not finish its handshake in time. */
  TIMED_OUT("timeout"),
  /** Its client took what it was sent too slowly. */
  SLOW("slow"),
  /** Its client broke the rules of the protocol, or a limit. */
  PROTOCOL_ERROR("protocol_error"),
  /** The handshake was refused, or {@code onConnected} failed. */
  REFUSED("refused"),
  /** The credentials of its user have expired. */
  EXPIRED("expired"),
  /** The application ended it. */
  KICKED("kicked"),
  /** The server stops. */
  STOPPED("app_shutdown"),
  /** The server failed in its own work for it. */
  FAILED("failed");

  private final String tag;

  EndReason(String tag) {
    this.tag = tag;
  }

  /** Returns the value of the tag {@code signalr.connection.status}. */
  public String tag() {
    return tag;
  }
}
