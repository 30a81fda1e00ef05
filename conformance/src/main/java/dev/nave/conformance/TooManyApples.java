package dev.nave.conformance;

import dev.nave.hub.HubException;

/** A kind of {@link HubException} of an application's own: clients see its simple name. */
final class TooManyApples extends HubException {
  private static final long serialVersionUID = 1L;

  TooManyApples(String message) {
    super(message);
  }
}
