package dev.nave.spring.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import dev.nave.spring.boot.test.HubTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HubTest(ChatHub.class)
class ChatHubTest {
  @Autowired HubTester tester;

  @Test
  void everyClientGetsWhatOneSends() {
    TestClient ann = tester.connect("ann");
    TestClient bob = tester.connect("bob");

    ann.invoke("Send", "ann", "hello");

    assertThat(bob.expect("messageReceived").argument(1, String.class)).isEqualTo("hello");
  }
}
