package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nave.hub.Hub;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubServer;
import dev.nave.hub.ServerHealth;
import dev.nave.hub.TypedHub;
import dev.nave.hub.TypedHubContext;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.spring.boot.HubController;
import dev.nave.spring.boot.autoconfigure.ChatHub.Greetings;
import dev.nave.transport.websocket.WebSocketTransport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.io.support.SpringFactoriesLoader;

class NaveAutoConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  NaveAutoConfiguration.class,
                  NettyTransportAutoConfiguration.class,
                  HubJacksonAutoConfiguration.class,
                  HubMetersAutoConfiguration.class,
                  RedisBackplaneAutoConfiguration.class))
          .withPropertyValues("nave.netty.port=0", "nave.netty.host=127.0.0.1");

  @Configuration(proxyBeanMethods = false)
  @Import(ChatHub.class)
  static class Chat {
    @Bean
    Greetings greetings() {
      return new Greetings();
    }
  }

  @Test
  void anApplicationWithAHubServesIt() {
    runner
        .withUserConfiguration(Chat.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(HubServer.class);
              assertThat(context.getBean(HubServer.class).health().state())
                  .isEqualTo(ServerHealth.State.RUNNING);
              assertThat(context.getBean(WebSocketTransport.class).port()).isPositive();
            });
  }

  @Test
  void anApplicationWithoutHubsHasNoServer() {
    runner.run(
        context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(HubServer.class)
                .doesNotHaveBean(ServerTransport.class));
  }

  @Test
  void aPropertySwitchesTheServerOff() {
    runner
        .withUserConfiguration(Chat.class)
        .withPropertyValues("nave.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(HubServer.class));
  }

  @Test
  void aServerOfTheApplicationTakesThePlaceOfOurs() {
    runner
        .withUserConfiguration(Chat.class)
        .withBean("own", HubServer.class, NaveAutoConfigurationTest::own)
        .run(
            context -> {
              assertThat(context).hasSingleBean(HubServer.class).hasBean("own");
              assertThat(context.getBean(HubServer.class).health().state())
                  .isEqualTo(ServerHealth.State.RUNNING);
            });
  }

  private static HubServer own() {
    return HubServer.builder()
        .transport(WebSocketTransport.builder().host("127.0.0.1").port(0).build())
        .hub("/own", OwnHub.class)
        .build();
  }

  public static class OwnHub extends Hub {}

  @Test
  void closingTheContextStopsTheServer() {
    HubServer[] server = new HubServer[1];
    runner
        .withUserConfiguration(Chat.class)
        .run(context -> server[0] = context.getBean(HubServer.class));

    assertThat(server[0].health().state()).isEqualTo(ServerHealth.State.STOPPED);
  }

  @Test
  void contextsOfHubsAreInjectedByTheirTypeAlsoWhereTheServerNeedsTheBean() {
    runner
        .withUserConfiguration(Chat.class, Board.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Needy needy = context.getBean(Needy.class);
              needy.chat.clients().all().send("said", "hi").toCompletableFuture().join();
              needy.board.clients().all().changed(1);
            });
  }

  @Configuration(proxyBeanMethods = false)
  @Import({BoardHub.class, Needy.class})
  static class Board {}

  interface BoardClient {
    void changed(int order);
  }

  @HubController("/board")
  public static class BoardHub extends TypedHub<BoardClient> {}

  /** A filter, which the server needs, that sends. */
  static class Needy implements HubFilter {
    final HubContext<ChatHub> chat;
    final TypedHubContext<BoardHub, BoardClient> board;

    Needy(HubContext<ChatHub> chat, TypedHubContext<BoardHub, BoardClient> board) {
      this.chat = chat;
      this.board = board;
    }
  }

  @HubController("/single")
  @Scope("singleton")
  public static class SingleHub extends Hub {}

  @Test
  void aHubThatWouldBeSharedByCallsFailsTheStart() {
    runner
        .withUserConfiguration(SingleHub.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContainingAll("SingleHub", "singleton", "an object of its own"));
  }

  @HubController("/scoped")
  @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
  public static class ScopedHub extends Hub {}

  @Test
  void aScopedProxyOfAHubFailsTheStart() {
    runner
        .withUserConfiguration(ScopedHub.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContainingAll("ScopedHub", "without a scoped proxy"));
  }

  @Test
  void aHubWithoutAServiceThatItNeedsFailsTheStart() {
    runner
        .withUserConfiguration(ChatHub.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(NoSuchBeanDefinitionException.class)
                    .hasMessageContaining(Greetings.class.getName()));
  }

  @HubController("/none")
  static class NoHub {}

  @Test
  void aBeanThatIsNoHubFailsTheStart() {
    runner
        .withUserConfiguration(NoHub.class)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasMessageContainingAll("@HubController", "does not extend Hub"));
  }

  @Test
  void anOlderSpringBootFailsTheStartWithBothVersions() {
    assertThat(catchThrowable(() -> BootVersion.check("3.5.16")))
        .hasMessageContainingAll("4.0", "3.5.16");
    BootVersion.check("4.0.7");
    BootVersion.check(null);
  }

  @Test
  void theVersionIsLookedAtBeforeThereAreBeans() {
    assertThat(
            SpringFactoriesLoader.forDefaultResourceLocation()
                .load(ApplicationContextInitializer.class))
        .hasAtLeastOneElementOfType(BootVersion.class);
  }
}
