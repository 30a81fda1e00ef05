package dev.nave.spring.boot.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import com.microsoft.signalr.TransportEnum;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.ServerHealth;
import dev.nave.spring.boot.HubController;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** An application that is told to stop while clients of two transports are connected and call. */
class GracefulShutdownIT {
  private static final String SEPARATOR = "\u001e";

  /** What a call waits for, and which calls do. */
  static class Gate {
    final CompletableFuture<String> answer = new CompletableFuture<>();
    final AtomicInteger waiting = new AtomicInteger();
    final List<ReadinessState> states = new CopyOnWriteArrayList<>();

    @EventListener
    void changed(AvailabilityChangeEvent<ReadinessState> event) {
      states.add(event.getState());
    }
  }

  @HubController("/slow")
  public static class SlowHub extends Hub {
    private final Gate gate;

    SlowHub(Gate gate) {
      this.gate = gate;
    }

    public CompletionStage<String> slow() {
      gate.waiting.incrementAndGet();
      return gate.answer;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({SlowHub.class, Gate.class})
  static class Application {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().permitAll())
          .csrf(csrf -> csrf.disable())
          .build();
    }
  }

  /** Notes what it is sent. */
  private static final class Received implements WebSocket.Listener {
    final StringBuilder text = new StringBuilder(); // Read once it is closed.
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      return WebSocket.Listener.super.onText(webSocket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      closed.complete(code);
      return WebSocket.Listener.super.onClose(webSocket, code, reason);
    }
  }

  @Test
  void callsAreAnsweredAndClientsToldToReconnectBeforeTheContainerStops() throws Exception {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "server.shutdown=graceful",
                "nave.server.stop-grace=20s",
                "spring.main.banner-mode=off")
            .run();
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    HubServer server = context.getBean(HubServer.class);
    Gate gate = context.getBean(Gate.class);
    ApplicationAvailability availability = context.getBean(ApplicationAvailability.class);
    HubConnection polling =
        HubConnectionBuilder.create("http://127.0.0.1:" + port + "/slow")
            .withTransport(TransportEnum.LONG_POLLING)
            .build();
    polling.start().blockingAwait();
    CompletableFuture<String> polled = new CompletableFuture<>();
    var unused =
        polling
            .invoke(String.class, "slow")
            .subscribe(polled::complete, polled::completeExceptionally);
    Received received = new Received();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/slow"), received)
            .join();
    socket.sendText("{\"protocol\":\"json\",\"version\":1}" + SEPARATOR, true).join();
    String call = "{\"type\":1,\"invocationId\":\"1\",\"target\":\"slow\",\"arguments\":[]}";
    socket.sendText(call + SEPARATOR, true).join();
    await().until(() -> gate.waiting.get() == 2);
    assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
    await().until(() -> server.health().state() == ServerHealth.State.DRAINING);
    assertThat(gate.states).last().isEqualTo(ReadinessState.REFUSING_TRAFFIC);
    assertThat(closing).isNotDone();
    gate.answer.complete("answered");

    assertThat(polled.get(20, TimeUnit.SECONDS)).isEqualTo("answered");
    assertThat(received.closed.get(20, TimeUnit.SECONDS)).isPositive();
    assertThat(received.text)
        .contains("\"result\":\"answered\"", "\"type\":7", "\"allowReconnect\":true");
    closing.get(20, TimeUnit.SECONDS);
    await().until(() -> polling.getConnectionState() == HubConnectionState.DISCONNECTED);
    polling.close();
  }
}
