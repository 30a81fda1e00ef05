package dev.nave.tracing.opentelemetry.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.testing.HubTester;
import dev.nave.tracing.opentelemetry.docs.TracingSnippets.ChatHub;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TracingSnippetsTest {
  @Test
  void loggingTracerLogs() {
    List<String> log = new CopyOnWriteArrayList<>();
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server ->
                server
                    .tracer(new TracingSnippets.LoggingTracer(log::add))
                    .hub("/chat", ChatHub.class, ChatHub::new))) {
      tester.connect().invoke("send");

      await()
          .untilAsserted(
              () ->
                  assertThat(log)
                      .containsExactlyInAnyOrder(
                          ChatHub.class.getName() + ".onConnected ok",
                          ChatHub.class.getName() + ".send ok"));
    }
  }
}
