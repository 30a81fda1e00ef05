package dev.nave.conformance;

import dev.nave.hub.HubException;

/** Refuses every client, in the way that its query {@code how} asks for. */
final class RefusingHub extends TestHub {
  RefusingHub(Gates gates) {
    super(gates);
  }

  @Override
  protected void onConnected() {
    switch (context().request().query("how").orElse("")) {
      case "abort" -> context().abort();
      case "hub" -> throw new HubException("no entry");
      default -> throw new IllegalStateException("no entry");
    }
  }
}
