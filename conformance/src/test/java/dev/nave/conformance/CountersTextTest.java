package dev.nave.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.RefusalReason;
import dev.nave.hub.HubCounters;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTextTest {
  @Test
  void namesEachNumberAndEachReason() {
    HubCounters counters =
        new HubCounters(
            20,
            12,
            Map.of(RefusalReason.UNAVAILABLE, 4L, RefusalReason.TOO_LARGE, 1L),
            3,
            9,
            0,
            Map.of("one", 2L, "two", 5L),
            0,
            0,
            Map.of(),
            0);

    assertThat(CountersText.of(counters))
        .isEqualTo(
            "{\"published\":20,\"delivered\":12,\"refused\":{\"UNAVAILABLE\":4,\"TOO_LARGE\":1},"
                + "\"unknown\":3,\"received\":9,\"lost\":7}");
  }
}
