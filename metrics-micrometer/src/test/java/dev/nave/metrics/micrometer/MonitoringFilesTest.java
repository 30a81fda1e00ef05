package dev.nave.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.meters.EndReason;
import dev.nave.hub.meters.HubMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard and the alert rules ask for what servers measure, and for nothing else. */
class MonitoringFilesTest {
  private static final Path FOLDER = Path.of("..", "docs", "monitoring");
  private static final Pattern NAME = Pattern.compile("\\b(nave|signalr_server)_[a-z_]+\\b");
  private static final Pattern STATUS =
      Pattern.compile("signalr_connection_status=~?\\\\?\"([a-z_|]+)");

  private static Stream<String> prometheusNames(HubMeter meter) {
    String name = meter.meterName().replace('.', '_');
    return switch (meter.kind()) {
      case COUNTER -> Stream.of(name + "_total");
      case GAUGE ->
          Stream.of(
              meter.unit() == HubMeter.Unit.BYTES && !name.endsWith("_bytes")
                  ? name + "_bytes"
                  : name);
      case DURATION -> Stream.of(name + "_seconds_count", name + "_seconds_bucket");
    };
  }

  private static String text(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana-dashboard.json", "prometheus-alerts.yml"})
  void asksForWhatIsMeasured(String file) throws IOException {
    Set<String> known =
        Arrays.stream(HubMeter.values())
            .flatMap(MonitoringFilesTest::prometheusNames)
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> asked =
        NAME.matcher(text(file))
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(asked).hasSizeGreaterThan(5);
    assertThat(known).containsAll(asked);
  }

  @Test
  void alertsAskForReasonsThatThereAre() throws IOException {
    Set<String> reasons =
        Arrays.stream(EndReason.values()).map(EndReason::tag).collect(Collectors.toSet());

    assertThat(STATUS.matcher(text("prometheus-alerts.yml")).results())
        .isNotEmpty()
        .allSatisfy(found -> assertThat(reasons).contains(found.group(1).split("\\|")));
  }
}
