package dev.nave.hub.testing;

import dev.nave.hub.HttpRequest;

/** Clients that open a link and take their time to shake hands. */
public final class LateClients {
  private LateClients() {}

  /** Opens a link to the hub at that path. */
  public static TestClient dial(HubTester tester, String path) {
    return tester.dial(HttpRequest.builder("GET", path).build(), null);
  }

  /** Shakes hands, as {@link HubTester#connect()} does. */
  public static void shakeHands(TestClient client) {
    client.shakeHands();
  }
}
