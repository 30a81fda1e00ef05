package dev.nave.hub;

/** A hub object was to serve a second call: one caller's messages would go to another. */
final class SharedHubException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  SharedHubException(AbstractHub shared) {
    super(
        "an object of "
            + shared.getClass().getName()
            + " serves, or has served, another call: each call needs an object of its own");
  }
}
