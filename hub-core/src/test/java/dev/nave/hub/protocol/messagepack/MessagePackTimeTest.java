package dev.nave.hub.protocol.messagepack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePackTimeTest extends ValueTestCase {
  @ParameterizedTest
  @CsvSource({
    "D6FF 58EC1C80,2017-04-11T00:00:00Z",
    "D7FF 00000004 58EC1C80,2017-04-11T00:00:00.000000001Z",
    "D7FF 00000000 58EC1C80,2017-04-11T00:00:00Z",
    "C70CFF 00000001 FFFFFFFFFFFFFFFF,1969-12-31T23:59:59.000000001Z",
    "C704FF 58EC1C80,2017-04-11T00:00:00Z",
    "B4 323031372D30342D31315430303A30303A30305A,2017-04-11T00:00:00Z",
  })
  void readsPointsInTime(String hex, Instant instant) throws Exception {
    assertThat(bind(hex, Instant.class)).isEqualTo(instant);
  }

  @Test
  void readsTheTwoItemsOfADateTimeOffset() throws Exception {
    // 02:00 at +02:00, which .NET writes as 02:00 UTC and 120 minutes.
    String hex = "92 D6FF58EC38A0 78";
    assertThat(bind(hex, OffsetDateTime.class))
        .isEqualTo(OffsetDateTime.parse("2017-04-11T02:00:00+02:00"));
    assertThat(bind(hex, Instant.class)).isEqualTo(Instant.parse("2017-04-11T00:00:00Z"));
    assertThat(bind("92 D6FF58EC38A0 00", LocalDateTime.class))
        .isEqualTo(LocalDateTime.parse("2017-04-11T02:00"));
    assertWrongType(hex, LocalDateTime.class);
    assertWrongType("92 D6FF58EC38A0 CD7FFF", OffsetDateTime.class);
    assertWrongType("93 D6FF58EC38A0 78 78", OffsetDateTime.class);
    assertWrongType("91 D6FF58EC38A0", OffsetDateTime.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "D4FF00",
        "D6FE58EC1C80",
        "D6 05 58EC1C80",
        "C70CFF 3B9ACA00 0000000000000000",
        "C70CFF 00000000 7FFFFFFFFFFFFFFF",
        "D7FF FFFFFFFF FFFFFFFF",
        "A178",
        "01",
      })
  void refusesWhatIsNoPointInTime(String hex) {
    assertWrongType(hex, Instant.class);
  }

  @Test
  void countsDurationsIn100Nanoseconds() throws Exception {
    assertThat(written(Duration.ofSeconds(1, 200))).isEqualTo("CE00989682");
    assertThat(bind("CE00989682", Duration.class)).isEqualTo(Duration.ofSeconds(1, 200));
    assertThat(bind("FF", Duration.class)).isEqualTo(Duration.ofNanos(-100));
    assertThat(written(Duration.ofNanos(-100))).isEqualTo("FF");
  }

  @Test
  void writesADurationThatATimeSpanCannotHoldAsText() throws Exception {
    for (Duration value : List.of(Duration.ofNanos(1), Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThat(bind(written(value), Duration.class)).isEqualTo(value);
    }
    assertThat(written(Duration.ofNanos(1))).startsWith("AE505430");
  }
}
