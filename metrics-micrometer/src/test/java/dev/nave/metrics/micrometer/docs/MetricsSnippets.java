package dev.nave.metrics.micrometer.docs;

import dev.nave.hub.ConnectionInfo;
import dev.nave.hub.Hub;
import dev.nave.hub.HubServer;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.metrics.micrometer.MicrometerMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Comparator;
import java.util.stream.Stream;

/** The Java of {@code docs/metrics.md}. */
final class MetricsSnippets {
  private MetricsSnippets() {}

  public static final class ChatHub extends Hub {
    public void send() {}
  }

  static HubServerBuilder measured(MeterRegistry registry, ServerTransport web) {
    return HubServer.builder()
        .meters(MicrometerMeters.of(registry))
        .transport(web)
        .hub("/chat", ChatHub.class, ChatHub::new);
  }

  static HubServerBuilder tagged(MeterRegistry registry) {
    return HubServer.builder().meters(MicrometerMeters.of(registry, Tags.of("server", "a")));
  }

  static Stream<String> slowest(HubServer server) {
    return server.connections().stream()
        .sorted(Comparator.comparingLong(ConnectionInfo::pendingBytes).reversed())
        .limit(10)
        .map(connection -> connection.connectionId() + " " + connection.pendingBytes());
  }
}
