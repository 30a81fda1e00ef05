package dev.nave.tracing.opentelemetry.docs;

import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.HubTracer;
import dev.nave.hub.TracedCall;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.tracing.opentelemetry.OpenTelemetryTracer;
import io.opentelemetry.api.OpenTelemetry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Java of {@code docs/tracing.md}. */
final class TracingSnippets {
  private TracingSnippets() {}

  public static final class ChatHub extends Hub {
    public void send() {}
  }

  static HubServerBuilder traced(OpenTelemetry openTelemetry, ServerTransport web) {
    return HubServer.builder()
        .tracer(OpenTelemetryTracer.create(openTelemetry))
        .transport(web)
        .hub("/chat", ChatHub.class, ChatHub::new);
  }

  static final class LoggingTracer implements HubTracer {
    private final Consumer<String> log;

    LoggingTracer(Consumer<String> log) {
      this.log = log;
    }

    @Override
    public Span begin(TracedCall call) {
      String trace = call.headers().getOrDefault("traceparent", "none");
      return new Span() {
        @Override
        public Scope activate() {
          Thread.currentThread().setName(call.method() + " in trace " + trace);
          return () -> Thread.currentThread().setName("idle");
        }

        @Override
        public void end(@Nullable Throwable failure) {
          log.accept(call.hubName() + "." + call.method() + (failure == null ? " ok" : " failed"));
        }
      };
    }
  }
}
