package dev.nave.hub.internal.dispatch;

/** A call cannot be taken; the text is for the client. */
final class CallRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  CallRefusedException(String text) {
    super(text);
  }

  /** Returns the text for the client. */
  String text() {
    return String.valueOf(getMessage());
  }
}
