package dev.nave.transport.websocket.internal;

import java.util.Arrays;

/** What a client's close frame may say. Source: RFC 6455, sections 5.5.1 and 7.4. */
final class CloseFrame {
  private CloseFrame() {}

  /**
   * Checks the code and the reason.
   *
   * @param payload of the frame, unmasked
   */
  static void check(byte[] payload) throws FrameException {
    if (payload.length == 0) {
      return;
    }
    if (payload.length == 1) {
      throw FrameException.protocolError("a close frame with half a code");
    }
    int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    if (!isKnown(code)) {
      throw FrameException.protocolError("a close frame with code " + code);
    }
    Utf8Validator reason = new Utf8Validator();
    if (!reason.accept(Arrays.copyOfRange(payload, 2, payload.length)) || !reason.isComplete()) {
      throw FrameException.protocolError("a close frame with a reason that is not UTF-8");
    }
  }

  /** The codes that the reference server takes. */
  private static boolean isKnown(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
