package dev.nave.hub;

/** What a token must be to be handed to a client. */
final class AccessTokens {
  private AccessTokens() {}

  /**
   * Returns the token.
   *
   * @throws IllegalArgumentException if the token is empty or has other characters than the visible
   *     ones of ASCII: it has to fit into a header. The message does not show it
   */
  static String checked(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "an access token has one or more visible ASCII characters, and no others");
    }
    return value;
  }
}
