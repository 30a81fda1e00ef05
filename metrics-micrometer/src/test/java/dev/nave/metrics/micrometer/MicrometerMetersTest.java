package dev.nave.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.hub.Hub;
import dev.nave.hub.HubException;
import dev.nave.hub.PresenceSettings;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeter.Kind;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicrometerMetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final HubTester tester =
      HubTester.of(
          "/chat",
          server ->
              server
                  .meters(MicrometerMeters.of(registry))
                  .hub(
                      "/chat",
                      ChatHub.class,
                      ChatHub::new,
                      hub -> hub.name("Chat").presence(PresenceSettings::allGroups)));

  @AfterEach
  void stop() {
    tester.close();
  }

  public static final class ChatHub extends Hub {
    public String echo(String text) {
      return text;
    }

    public void decline() {
      if (context().userId() == null) {
        throw new HubException("no");
      }
    }

    public void fail() {
      throw new IllegalStateException("broken");
    }

    public void join(String group) {
      groups().add(group).toCompletableFuture().join();
    }

    public void leave() {
      context().abort();
    }
  }

  private double gauge(HubMeter meter, String... tags) {
    Gauge found = registry.find(meter.meterName()).tags(tags).gauge();
    return found == null ? Double.NaN : found.value();
  }

  private double counter(HubMeter meter, String... tags) {
    FunctionCounter found = registry.find(meter.meterName()).tags(tags).functionCounter();
    return found == null ? Double.NaN : found.count();
  }

  private long durations(HubMeter meter, String... tags) {
    Timer found = registry.find(meter.meterName()).tags(tags).timer();
    return found == null ? 0 : found.count();
  }

  @Test
  void connectionIsCountedUntilItsClientLeaves() {
    String[] kind = {"hub", "Chat", "signalr.transport", "web_sockets", "protocol", "json"};
    try (TestClient client = tester.connect("ann")) {
      client.invoke("echo", "hello");

      assertThat(gauge(HubMeter.ACTIVE_CONNECTIONS, kind)).isOne();
      assertThat(counter(HubMeter.CONNECTIONS_STARTED, kind)).isOne();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(
                        durations(
                            HubMeter.CONNECTION_DURATION,
                            "hub",
                            "Chat",
                            "signalr.transport",
                            "web_sockets",
                            "signalr.connection.status",
                            "normal_closure"))
                    .isOne());
    assertThat(gauge(HubMeter.ACTIVE_CONNECTIONS, kind)).isZero();
    assertThat(counter(HubMeter.CONNECTIONS_STARTED, kind)).isOne();
  }

  @Test
  void endByTheApplicationHasItsOwnStatus() {
    try (TestClient client = tester.connect()) {
      client.send("leave");
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          durations(
                              HubMeter.CONNECTION_DURATION, "signalr.connection.status", "kicked"))
                      .isOne());
    }
  }

  @Test
  void invocationsAreCountedByMethodAndOutcome() {
    HubMeter meter = HubMeter.INVOCATION_DURATION;
    try (TestClient client = tester.connect()) { // It calls what is not there, to wait for that.
      long unknown = durations(meter, "method", "_OTHER", "outcome", "refused");
      client.invoke("ECHO", "hello");
      client.invoke("echo", "hello");
      fails(client, "decline");
      fails(client, "fail");
      fails(client, "nosuchmethod1");
      fails(client, "nosuchmethod2");
      fails(client, "echo", 1, 2);
      client.invoke("echo", "fence");
      assertThat(durations(meter, "method", "_OTHER", "outcome", "refused") - unknown).isEqualTo(2);
    }

    await()
        .untilAsserted(
            () ->
                assertThat(durations(meter, "method", "echo", "outcome", "completed"))
                    .isEqualTo(3));
    assertThat(durations(meter, "method", "decline", "outcome", "declined")).isOne();
    assertThat(durations(meter, "method", "fail", "outcome", "failed")).isOne();
    assertThat(durations(meter, "method", "echo", "outcome", "refused")).isOne();
    assertThat(durations(HubMeter.INVOCATION_WAIT, "method", "echo")).isEqualTo(4);
    assertThat(valuesOf("method")).containsExactlyInAnyOrder("echo", "decline", "fail", "_OTHER");
  }

  private static void fails(TestClient client, String method, Object... arguments) {
    try {
      client.invoke(method, arguments);
    } catch (RuntimeException expected) {
      return;
    }
    throw new AssertionError(method + " did not fail");
  }

  private Set<String> valuesOf(String tag) {
    return registry.getMeters().stream()
        .map(meter -> meter.getId().getTag(tag))
        .filter(value -> value != null)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void messagesBytesAndGroupsAreCounted() {
    try (TestClient client = tester.connect()) {
      double received = counter(HubMeter.MESSAGES_RECEIVED, "hub", "Chat");
      double sent = counter(HubMeter.MESSAGES_SENT, "hub", "Chat");
      client.invoke("join", "blue");

      assertThat(gauge(HubMeter.GROUPS, "hub", "Chat")).isOne();
      await() // A read is counted when its messages have been handed over.
          .untilAsserted(
              () ->
                  assertThat(counter(HubMeter.MESSAGES_RECEIVED, "hub", "Chat") - received)
                      .isOne());
      assertThat(counter(HubMeter.BYTES_RECEIVED, "hub", "Chat")).isGreaterThan(50);
      await()
          .untilAsserted(
              () -> assertThat(counter(HubMeter.MESSAGES_SENT, "hub", "Chat") - sent).isOne());
      assertThat(counter(HubMeter.BYTES_SENT, "hub", "Chat")).isGreaterThan(10);
    }
  }

  @Test
  void eachMeterIsRegisteredAsItIsDeclared() {
    try (TestClient client = tester.connect()) {
      client.invoke("echo", "hello");
    }
    await().until(() -> durations(HubMeter.CONNECTION_DURATION) == 1);

    Set<String> names =
        registry.getMeters().stream()
            .map(meter -> meter.getId().getName())
            .filter(name -> !name.endsWith(".histogram")) // Of the simple registry alone.
            .collect(Collectors.toSet());
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(HubMeter.values())
                .filter(meter -> meter != HubMeter.CLIENT_RESULT_DURATION) // None was asked.
                .map(HubMeter::meterName)
                .toList());
    for (HubMeter meter : HubMeter.values()) {
      for (Meter made : registry.find(meter.meterName()).meters()) {
        assertThat(made.getId().getTags().stream().map(tag -> tag.getKey()))
            .as(meter.meterName())
            .containsExactlyInAnyOrderElementsOf(
                meter.tags().stream().map(tag -> tag.key()).toList());
        assertThat(made)
            .isInstanceOf(
                meter.kind() == Kind.COUNTER
                    ? FunctionCounter.class
                    : meter.kind() == Kind.GAUGE ? Gauge.class : Timer.class);
      }
    }
  }

  @Test
  void pageHasARowForEachMeter() throws IOException {
    List<String> page = Files.readAllLines(Path.of("..", "docs", "metrics.md"));
    List<String> rows =
        page.stream()
            .filter(line -> line.startsWith("| `nave.") || line.startsWith("| `signalr.server."))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(Stream.of(HubMeter.values()).map(HubMeter::tableRow).toList());
  }

  @Test
  void countersAreReadAlsoAfterAGarbageCollection() {
    System.gc();
    try (TestClient client = tester.connect()) {
      System.gc();
      client.invoke("echo", "hello");

      assertThat(
              counter(
                  HubMeter.CONNECTIONS_STARTED,
                  "hub",
                  "Chat",
                  "protocol",
                  "json",
                  "signalr.transport",
                  "web_sockets"))
          .isOne();
      await()
          .untilAsserted(
              () -> assertThat(counter(HubMeter.MESSAGES_SENT, "hub", "Chat")).isGreaterThan(1));
    }
  }

  @Test
  void metersOfAStoppedServerLeaveTheRegistry() {
    tester.connect().invoke("echo", "hello");
    assertThat(durations(HubMeter.INVOCATION_WAIT)).isPositive();

    tester.close();

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void prometheusSeesTheNamesThatThePageHas() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (HubTester other =
        HubTester.of(
            "/chat",
            server ->
                server
                    .meters(MicrometerMeters.of(prometheus, Tags.of("server", "a")))
                    .hub("/chat", ChatHub.class, ChatHub::new, hub -> hub.name("Chat")))) {
      try (TestClient client = other.connect()) {
        client.invoke("echo", "hello");

        assertThat(prometheus.scrape())
            .contains(
                "signalr_server_active_connections{hub=\"Chat\",protocol=\"json\",server=\"a\","
                    + "signalr_transport=\"web_sockets\"} 1.0",
                "nave_invocations_duration_seconds_bucket{hub=\"Chat\",method=\"echo\","
                    + "outcome=\"completed\",server=\"a\",le=\"0.25\"} 1",
                "nave_received_bytes_total{hub=\"Chat\",server=\"a\"}",
                "nave_backplane_lost_total{hub=\"Chat\",server=\"a\"} 0.0");
      }
    }
  }
}
