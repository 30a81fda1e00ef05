package dev.nave.hub.protocol;

import java.lang.reflect.Type;

/**
 * Says that the values of one message do not fit the Java types that were asked for. It ends the
 * call, not the connection.
 *
 * <p>The message texts are part of the contract with clients (with detailed errors on they see
 * them). Source: the reference server's JsonHubProtocol and MessagePackHubProtocolWorker.
 */
public final class BindingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;

  /** Creates the exception with the text that a client may see. */
  public BindingException(String message) {
    super(message);
    place = "";
  }

  /** Creates the exception with the text that a client may see, and what was behind it. */
  public BindingException(String message, Throwable cause) {
    this(message, "", cause);
  }

  private BindingException(String message, String place, Throwable cause) {
    super(message, cause);
    this.place = place;
  }

  /**
   * Returns which value does not fit, such as {@code argument 2 (chat.Status)}, for the log of the
   * server; empty where that is not known, or where no single value is wrong.
   */
  public String place() {
    return place;
  }

  /** Creates the exception for a call with too many or too few arguments. */
  public static BindingException wrongCount(int provided, int expected) {
    return new BindingException(
        "Invocation provides " + provided + " argument(s) but target expects " + expected + ".");
  }

  /** Creates the exception for arguments of the wrong type. */
  public static BindingException wrongType(Throwable cause) {
    return wrongType("", cause);
  }

  /**
   * Creates the exception for an argument of the wrong type.
   *
   * @param index which one, from 0 on
   * @param type what was asked for
   */
  public static BindingException wrongType(int index, Type type, Throwable cause) {
    return wrongType("argument " + (index + 1) + " (" + type.getTypeName() + ")", cause);
  }

  private static BindingException wrongType(String place, Throwable cause) {
    return new BindingException(
        "Error binding arguments. Make sure that the types of the provided values match the types"
            + " of the hub method being invoked.",
        place,
        cause);
  }
}
