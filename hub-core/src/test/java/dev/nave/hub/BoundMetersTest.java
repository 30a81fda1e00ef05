package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.meters.HubMeter;
import dev.nave.hub.meters.HubMeters;
import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An operator sees which bound refuses clients, by the name of its option. */
class BoundMetersTest {
  private final Readings readings = new Readings();

  /** A hub with one method. */
  public static class AnyHub extends Hub {
    public String echo(String text) {
      return text;
    }
  }

  private static final class Readings implements HubMeters {
    private final Map<String, LongSupplier> numbers = new ConcurrentHashMap<>();
    private final Queue<Long> roundTrips = new ConcurrentLinkedQueue<>();

    @Override
    public void counter(HubMeter meter, Map<String, String> tags, LongSupplier total) {
      gauge(meter, tags, total);
    }

    @Override
    public void gauge(HubMeter meter, Map<String, String> tags, LongSupplier value) {
      numbers.put(meter.meterName() + tags, value);
    }

    @Override
    public Durations durations(HubMeter meter, Map<String, String> tags) {
      return meter == HubMeter.BACKPLANE_ROUND_TRIP ? roundTrips::add : nanos -> {};
    }

    /** The bounds that were reached, and how often. */
    Map<String, Long> reached() {
      return numbers.entrySet().stream()
          .filter(each -> each.getKey().contains("bounds.reached"))
          .map(each -> Map.entry(each.getKey(), each.getValue().getAsLong()))
          .filter(each -> each.getValue() != 0)
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  private static final class HeldBackplane extends ForwardingBackplane {
    private @Nullable BackplaneListener server;

    HeldBackplane() {
      super(new InMemoryCluster().newNode());
    }

    @Override
    public CompletionStage<Void> start(BackplaneListener listener) {
      server = listener;
      return super.start(listener);
    }
  }

  private HubTester tester(
      Consumer<ServerOptions.Builder> bounds, Consumer<HubOptions.Builder> ofHub) {
    return HubTester.of(
        "/hub",
        server ->
            server
                .meters(readings)
                .serverOptions(bounds)
                .hub("/hub", AnyHub.class, hub -> hub.name("Any").options(ofHub)));
  }

  @Test
  void connectionsThatAreRefusedCountForTheOptionThatRefusesThem() {
    try (HubTester tester = tester(bounds -> bounds.maxConnectionsPerUser(1), hub -> {});
        TestClient ann = tester.connect("ann")) {
      assertThatThrownBy(() -> tester.connect("ann"))
          .isInstanceOf(ConnectionRefusedException.class);

      assertThat(ann.invoke(String.class, "echo", "x")).isEqualTo("x");
      assertThat(readings.reached())
          .containsExactly(Map.entry("nave.bounds.reached{option=maxConnectionsPerUser}", 1L));
    }
  }

  @Test
  void invocationsThatComeTooOftenCountForTheirHub() {
    try (HubTester tester =
            tester(bounds -> {}, hub -> hub.maxInvocationsPerSecond(1).maxInvocationBurst(1));
        TestClient ann = tester.connect("ann")) {
      assertThatThrownBy(
              () -> {
                while (true) { // The clock may give it a token now and then.
                  ann.invoke(String.class, "echo", "x");
                }
              })
          .isInstanceOf(HubInvocationException.class);

      assertThat(readings.reached())
          .containsExactly(
              Map.entry("nave.hub.bounds.reached{hub=Any, option=maxInvocationsPerSecond}", 1L));
    }
  }

  @Test
  void eachBoundOfConnectionsIsThereFromTheBeginning() {
    try (HubTester tester = tester(bounds -> {}, hub -> {})) {
      assertThat(readings.reached()).isEmpty();
      Set<String> bounds =
          readings.numbers.keySet().stream()
              .filter(name -> name.contains("bounds.reached"))
              .map(name -> name.replaceAll(".*option=|}", ""))
              .collect(Collectors.toSet());
      assertThat(bounds)
          .containsExactlyInAnyOrder(
              "maxConnections",
              "maxConnectionsPerAddress",
              "maxConnectionsPerUser",
              "maxPendingHandshakes",
              "maxPendingHandshakesPerAddress",
              "maxPendingNegotiations",
              "maxPendingNegotiationsPerAddress",
              "maxPollingConnections",
              "maxPollingConnectionsPerAddress",
              "maxPollingConnectionsPerUser",
              "maxLoopInboundBytes",
              "maxDisconnectedConnections",
              "maxDisconnectedConnectionsPerAddress",
              "maxDisconnectedConnectionsPerUser",
              "maxInvocationsPerSecond",
              "maxInvocationsPerSecondPerUser");
      assertThat(tester.server().health().isReady()).isTrue();
    }
  }

  @Test
  void roundTripsOfTheBackplaneAreMeasured() {
    HeldBackplane backplane = new HeldBackplane();
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server -> server.meters(readings).backplane(backplane).hub("/hub", AnyHub.class))) {
      BackplaneListener server = backplane.server;
      assertThat(server).isNotNull();

      server.roundTrip(2_000_000);

      assertThat(readings.roundTrips).containsExactly(2_000_000L);
      assertThat(tester.server().counters().lost()).isZero();
    }
  }
}
