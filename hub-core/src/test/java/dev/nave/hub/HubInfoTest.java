package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.testing.HubTester;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HubInfoTest {
  public static class ChatHub extends Hub {
    public void send(String text) {}

    @HubMethodName("Away")
    public void leave() {}
  }

  @Test
  void aServerTellsItsHubsTheirMethodsAndTheOptionsInForce() {
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server ->
                server
                    .options(all -> all.maxMessageBytes(1_000))
                    .serverOptions(options -> options.stopGrace(Duration.ofSeconds(3)))
                    .hub(
                        "/chat",
                        ChatHub.class,
                        hub -> hub.name("chat").options(own -> own.maxStreamsPerClient(7))))) {
      HubServer server = tester.server();

      assertThat(server.hubs()).hasSize(1);
      HubInfo chat = server.hubs().get(0);
      assertThat(chat.name()).isEqualTo("chat");
      assertThat(chat.path()).isEqualTo("/chat");
      assertThat(chat.type()).isEqualTo(ChatHub.class);
      assertThat(chat.methods()).containsExactly("Away", "send");
      assertThat(chat.options().maxMessageBytes()).isEqualTo(1_000);
      assertThat(chat.options().maxStreamsPerClient()).isEqualTo(7);
      assertThat(server.options().stopGrace()).isEqualTo(Duration.ofSeconds(3));
    }
  }
}
