package dev.nave.hub.protocol;

/**
 * Says that the values of one message do not fit the Java types that were asked for. It ends the
 * call, not the connection.
 *
 * <p>The message texts are part of the contract with clients (with detailed errors on they see
 * them). Source: the reference server's JsonHubProtocol and MessagePackHubProtocolWorker.
 */
public final class BindingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the text that a client may see. */
  public BindingException(String message) {
    super(message);
  }

  /** Creates the exception with the text that a client may see, and what was behind it. */
  public BindingException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Creates the exception for a call with too many or too few arguments. */
  public static BindingException wrongCount(int provided, int expected) {
    return new BindingException(
        "Invocation provides " + provided + " argument(s) but target expects " + expected + ".");
  }

  /** Creates the exception for arguments of the wrong type. */
  public static BindingException wrongType(Throwable cause) {
    return new BindingException(
        "Error binding arguments. Make sure that the types of the provided values match the types"
            + " of the hub method being invoked.",
        cause);
  }
}
