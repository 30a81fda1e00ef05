package dev.nave.transport.websocket.internal;

/** A client sent what is no WebSocket frame, or none that is allowed at this place. */
final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A frame that RFC 6455 forbids. Source: RFC 6455, section 7.4.1. */
  static final int PROTOCOL_ERROR = 1002;

  /** A text message that is not UTF-8. Source: RFC 6455, section 7.4.1. */
  static final int INVALID_PAYLOAD = 1007;

  /** A message that is larger than it may be. Source: RFC 6455, section 7.4.1. */
  static final int TOO_BIG = 1009;

  private final int closeCode;

  FrameException(int closeCode, String message) {
    // No stack trace: a hostile client decides how often this is made.
    super(message, null, false, false);
    this.closeCode = closeCode;
  }

  /**
   * Returns a frame that is forbidden.
   *
   * @param sent what the client sent
   */
  static FrameException protocolError(String sent) {
    return new FrameException(PROTOCOL_ERROR, "the client sent " + sent);
  }

  static FrameException notUtf8() {
    return new FrameException(INVALID_PAYLOAD, "the client sent a text message that is not UTF-8");
  }

  int closeCode() {
    return closeCode;
  }
}
