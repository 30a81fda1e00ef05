package dev.nave.conformance.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatHubTest {
  @Test
  void everyClientGetsWhatOneSends() {
    try (HubTester tester = HubTester.of(ChatHub.class)) {
      TestClient ann = tester.connect();
      TestClient bob = tester.connect();

      ann.invoke("Send", "ann", "hello");

      assertEquals(List.of("ann", "hello"), bob.expect("messageReceived").arguments());
    }
  }
}
