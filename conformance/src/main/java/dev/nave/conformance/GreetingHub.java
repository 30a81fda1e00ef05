package dev.nave.conformance;

/** Greets every client before any of its messages is read. */
final class GreetingHub extends TestHub {
  GreetingHub(Gates gates) {
    super(gates);
  }

  @Override
  protected void onConnected() {
    clients().caller().send("message", "greeting", "welcome");
  }
}
