package dev.nave.benchmarks.load;

/** A run of the load client that came to nothing: its figures are worthless. */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what broke. */
  public LoadException(String message) {
    super(message);
  }
}
