package dev.nave.hub.internal.endpoint;

/** The application gave a client a user id that is longer than may be. */
final class UserIdTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UserIdTooLongException(int length, int limit) {
    super(
        "the user id has "
            + length
            + " characters, more than HubOptions.maxUserIdLength allows, which is "
            + limit);
  }

  /** Returns what the client and the log are told. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
