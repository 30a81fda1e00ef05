package dev.nave.hub.testing;

/** The server completed an invocation with an error; its text is what the client was told. */
public final class HubInvocationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HubInvocationException(String error) {
    super(error);
  }
}
