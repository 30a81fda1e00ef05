package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.ServerOptions;
import dev.nave.spring.boot.HubServerBuilderCustomizer;
import dev.nave.spring.boot.HubSettingsCustomizer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PropertiesTest {
  private final List<HubOptions> ofHubs = new ArrayList<>();
  private final List<HubOptions> ofChat = new ArrayList<>();
  private final List<ServerOptions> ofServer = new ArrayList<>();
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  NaveAutoConfiguration.class, NettyTransportAutoConfiguration.class))
          .withUserConfiguration(NaveAutoConfigurationTest.Chat.class)
          .withPropertyValues("nave.netty.port=0", "nave.netty.host=127.0.0.1")
          .withBean(
              HubSettingsCustomizer.class,
              () -> (hub, settings) -> settings.options(own -> ofChat.add(own.build())))
          .withBean(
              HubServerBuilderCustomizer.class,
              () ->
                  server -> {
                    server.options(all -> ofHubs.add(all.build()));
                    server.serverOptions(all -> ofServer.add(all.build()));
                  });

  @Test
  void optionsAreReadByTheirNames() {
    runner
        .withPropertyValues(
            "nave.hub.keep-alive-interval=10s",
            "nave.hub.max-message-bytes=64KiB",
            "nave.hub.allowed-origins[0]=https://a.example",
            "nave.hub.allowed-origins[1]=https://b.example",
            "nave.hubs.chat-hub.stream-buffer-capacity=7",
            "nave.hubs.chatHub.max-streams-per-client=3",
            "nave.server.stop-grace=3s",
            "nave.netty.loops=1")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(ofHubs.get(0).keepAliveInterval()).isEqualTo(Duration.ofSeconds(10));
              assertThat(ofHubs.get(0).maxMessageBytes()).isEqualTo(64 * 1024);
              assertThat(ofHubs.get(0).allowedOrigins())
                  .containsExactlyInAnyOrder("https://a.example", "https://b.example");
              assertThat(ofChat.get(0).streamBufferCapacity()).isEqualTo(7);
              assertThat(ofChat.get(0).maxStreamsPerClient()).isEqualTo(3);
              assertThat(ofServer.get(0).stopGrace()).isEqualTo(Duration.ofSeconds(3));
              assertThat(context.getBean(WebSocketTransport.class).toString()).contains("loops=1");
            });
  }

  @Test
  void aWrongPropertyFailsTheStartWithItsName() {
    assertThat(analysisWith("nave.hub.keep-alive-interval=soon"))
        .contains("nave.hub.keep-alive-interval", "soon");
    assertThat(analysisWith("nave.hub.keep-alive-intervall=1s"))
        .contains("nave.hub.keep-alive-intervall", "keep-alive-interval");
    assertThat(analysisWith("nave.hubs.room.max-groups-per-connection=1"))
        .contains("nave.hubs.room", "chatHub");
    assertThat(analysisWith("nave.netty.loops=0")).contains("nave.netty.loops", "1024");
    assertThat(analysisWith("nave.hub-executor=missing")).contains("nave.hub-executor", "missing");
  }

  private String analysisWith(String property) {
    String[] found = new String[1];
    runner
        .withPropertyValues(property)
        .run(
            context -> {
              FailureAnalysis analysis =
                  new StartFailureAnalyzer()
                      .analyze(Objects.requireNonNull(context.getStartupFailure()));
              found[0] = analysis == null ? "none" : analysis.getDescription();
            });
    return found[0];
  }
}
