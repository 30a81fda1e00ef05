package dev.nave.hub;

/**
 * A server has ended by itself, because a part of it failed that nothing can replace: an event loop
 * has ended, for instance for want of memory. The process is to be started anew.
 */
public final class ServerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what failed. */
  public ServerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
