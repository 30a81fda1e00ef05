package dev.nave.hub.protocol;

/**
 * Says that bytes are not the hub protocol. It ends the connection: {@link CloseMessage} with an
 * error.
 *
 * <p>A client sees {@link #detail} where detailed errors are on: the message behind the name of a
 * .NET exception, as the reference server does, and as clients and their users know it.
 */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String USUAL_KIND = "InvalidDataException";

  private final String kind;

  /** Creates the exception with the text that a client may see. */
  public ProtocolException(String message) {
    super(message);
    kind = USUAL_KIND;
  }

  /** Creates the exception with the text that a client may see, and what was behind it. */
  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
    kind = USUAL_KIND;
  }

  /**
   * Creates the exception where the reference server shows another name.
   *
   * @param kind that name, used by {@link #detail}
   */
  public ProtocolException(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Creates the exception for a message of more than {@code maxBytes} bytes. */
  public static ProtocolException tooLarge(int maxBytes) {
    return new ProtocolException(
        "The maximum message size of "
            + maxBytes
            + "B was exceeded. The message size can be configured in AddHubOptions.");
  }

  /** Returns the name and the message as detailed errors show them. */
  public String detail() {
    return kind + ": " + getMessage();
  }
}
