package dev.nave.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.ServerHealth;
import dev.nave.spring.boot.HubController;
import dev.nave.transport.servlet.ServletTransport;
import dev.nave.transport.websocket.WebSocketTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Hubs at a port of their own, beside a web server or without one. */
class NettyApplicationIT {
  @SuppressWarnings("NullAway.Init") // Each test starts it.
  private ConfigurableApplicationContext context;

  @HubController("/thread")
  public static class ThreadHub extends Hub {
    public String thread() {
      return Thread.currentThread().getName();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(ThreadHub.class)
  static class Application {}

  private void start(WebApplicationType type, String... properties) {
    context =
        new SpringApplicationBuilder(Application.class)
            .web(type)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "nave.netty.port=0",
                "nave.netty.host=127.0.0.1",
                "spring.main.banner-mode=off")
            .properties(properties)
            .run();
  }

  @AfterEach
  void stop() {
    if (context != null) {
      context.close();
    }
  }

  private String threadOfACall() {
    int port = context.getBean(WebSocketTransport.class).port();
    HubConnection client =
        HubConnectionBuilder.create("http://localhost:" + port + "/thread").build();
    client.start().blockingAwait();
    String thread = client.invoke(String.class, "thread").blockingGet();
    client.close();
    return thread;
  }

  @Test
  void aWebFluxApplicationServesHubsOnNetty() {
    start(WebApplicationType.REACTIVE);

    assertThat(context.getEnvironment().getProperty("local.server.port")).isNotNull();
    assertThat(threadOfACall()).isNotEmpty();
  }

  @Test
  void nettyCanBeChosenWhereThereIsAServletContainer() {
    start(WebApplicationType.SERVLET, "nave.transport=netty");

    assertThat(context.getBeansOfType(ServletTransport.class)).isEmpty();
    assertThat(threadOfACall()).isNotEmpty();
  }

  @Test
  void aTransportThatIsNotThereFailsTheStart() {
    assertThat(catchThrowable(() -> start(WebApplicationType.NONE, "nave.transport=servlet")))
        .rootCause()
        .hasMessageContainingAll("nave.transport", "no servlet container");
    assertThat(catchThrowable(() -> start(WebApplicationType.NONE, "nave.transport=undertow")))
        .rootCause()
        .hasMessageContainingAll("undertow", "neither servlet nor netty");
  }

  @Test
  void hubMethodsRunOnTheExecutorOfTheApplication() {
    start(WebApplicationType.NONE, "nave.hub-executor=applicationTaskExecutor");

    assertThat(threadOfACall()).startsWith("task-");
  }

  @Test
  void hubsStopBeforeTheWebServerRefusesRequests() {
    assertThat(HubServerLifecycle.PHASE)
        .isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
  }

  @Test
  void aContextThatWasStoppedCannotBeStartedAgain() {
    start(WebApplicationType.NONE);
    HubServer server = context.getBean(HubServer.class);
    context.stop();

    assertThat(server.health().state()).isEqualTo(ServerHealth.State.STOPPED);
    assertThat(catchThrowable(() -> context.start()))
        .rootCause()
        .hasMessageContaining("another context");
  }
}
