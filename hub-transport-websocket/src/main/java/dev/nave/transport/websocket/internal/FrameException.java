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

  int closeCode() {
    return closeCode;
  }
}
