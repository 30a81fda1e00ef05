package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.BackplaneReport;
import dev.nave.hub.HubCounters;
import dev.nave.hub.internal.fakes.RecordingLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class BackplaneReportsTest {
  private static final Duration OUTAGE = Duration.ofSeconds(7);

  private final List<BackplaneReport> told = new ArrayList<>();
  private HubCounters counters =
      new HubCounters(0, 0, Map.of(), 0, 0, 0, Map.of(), 0, 0, Map.of(), 0);
  private final RecordingLog log = new RecordingLog(Level.INFO);
  private final BackplaneReports reports = reports(false);
  private final IOException cause = new IOException("a test says so");

  private BackplaneReports reports(boolean inProcess) {
    return new BackplaneReports(told::add, Runnable::run, () -> counters, inProcess, log);
  }

  private static HubCounters counters(long refused, long unknown, Map<String, Long> lost) {
    return new HubCounters(
        0, 0, Map.of(RefusalReason.UNAVAILABLE, refused), unknown, 0, 0, lost, 0, 0, Map.of(), 0);
  }

  private void disconnect() {
    reports.event(new BackplaneEvent.Disconnected(cause));
  }

  private void restore() {
    reports.event(new BackplaneEvent.Restored(OUTAGE));
  }

  @Test
  void theLogSpeaksOfABackplaneOnlyWhereThereIsOne() {
    reports(false).event(new BackplaneEvent.Connected());
    assertThat(log.take()).containsExactly("INFO the backplane is connected");

    reports(true).event(new BackplaneEvent.Connected());
    assertThat(log.take()).isEmpty();
    assertThat(told).hasSize(2);
  }

  @Test
  void anOutageIsOverOnceItIsKnownWhatItCost() {
    counters = counters(1, 2, Map.of("x", 3L));
    disconnect();
    reports.tick(true); // It goes on.
    counters = counters(11, 22, Map.of("x", 3L));
    restore();
    reports.tick(false);
    counters = counters(12, 22, Map.of("x", 33L, "y", 4L));
    assertThat(told).containsExactly(new BackplaneReport.Disconnected(cause));

    reports.tick(true);
    reports.tick(true);

    BackplaneReport.Restored restored =
        new BackplaneReport.Restored(OUTAGE, 10, 20, Map.of("x", 30L, "y", 4L));
    assertThat(told).containsExactly(new BackplaneReport.Disconnected(cause), restored);
    assertThat(restored.lost()).isEqualTo(34);
  }

  @Test
  void anOutageIsReportedAfterFourIntervalsWhateverIsKnown() {
    disconnect();
    restore();

    for (int i = 0; i < 3; i++) {
      reports.tick(false);
    }
    assertThat(told).hasSize(1);
    reports.tick(false);

    assertThat(told.get(1)).isEqualTo(new BackplaneReport.Restored(OUTAGE, 0, 0, Map.of()));
  }

  @Test
  void anOutageThatFollowsAnotherEndsIt() {
    disconnect();
    restore();
    counters = counters(0, 0, Map.of("x", 1L));

    disconnect();

    assertThat(told)
        .containsExactly(
            new BackplaneReport.Disconnected(cause),
            new BackplaneReport.Restored(OUTAGE, 0, 0, Map.of("x", 1L)),
            new BackplaneReport.Disconnected(cause));
  }

  @Test
  void lossesAreReportedAtOnceUnlessAnOutageExplainsThem() {
    reports.lost("Chat", "x", 1);
    disconnect();
    reports.lost("Chat", "x", 2);
    restore();
    reports.lost("Chat", "x", 3);
    reports.tick(true);
    reports.lost("Chat", "x", 4);

    assertThat(told.stream().filter(BackplaneReport.Lost.class::isInstance))
        .containsExactly(
            new BackplaneReport.Lost("Chat", "x", 1), new BackplaneReport.Lost("Chat", "x", 4));
  }

  @Test
  void aListenerThatThrowsHearsOfWhatComesNext() {
    List<BackplaneReport> heard = new ArrayList<>();
    BackplaneReports shielded =
        new BackplaneReports(
            report -> {
              heard.add(report);
              throw new IllegalStateException("thrown by a test");
            },
            Runnable::run,
            () -> counters,
            false,
            log);

    shielded.event(new BackplaneEvent.Connected());
    shielded.event(new BackplaneEvent.Disconnected(cause));

    assertThat(heard).hasSize(2);
  }
}
