package dev.nave.samples.chat.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubServer;
import dev.nave.hub.ServerHealth.State;
import org.junit.jupiter.api.Test;

class DeploymentSnippetsTest {
  @Test
  void serverOfThePageIsOneThatCanBeBuilt() {
    try (HubServer server = DeploymentSnippets.drain(DeploymentSnippets.health())) {
      assertThat(server.health().state()).isEqualTo(State.NEW);
    }
  }
}
