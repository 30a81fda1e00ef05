package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
  @Test
  void asksAfterTheSilenceAndGivesUpAfterTheTimeout() {
    PeerWatch watch = new PeerWatch(Duration.ofSeconds(15), Duration.ofSeconds(30));

    assertThat(watch.userTimeoutMillis()).isEqualTo(30_000);
    assertThat(watch.idleSeconds()).isEqualTo(15);
    assertThat(watch.intervalSeconds()).isEqualTo(5);
  }

  @Test
  void roundsUpToWholeSeconds() {
    PeerWatch watch = new PeerWatch(Duration.ofMillis(1), Duration.ofMillis(6_001));

    assertThat(watch.userTimeoutMillis()).isEqualTo(6_001);
    assertThat(watch.idleSeconds()).isEqualTo(1);
    assertThat(watch.intervalSeconds()).isEqualTo(1);
    assertThat(new PeerWatch(Duration.ofMillis(1_001), Duration.ofMillis(6_006)).idleSeconds())
        .isEqualTo(2);
  }

  @Test
  void staysWithinWhatTheOperatingSystemTakes() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    PeerWatch watch = new PeerWatch(endless, endless);

    assertThat(watch.userTimeoutMillis()).isEqualTo(Integer.MAX_VALUE);
    assertThat(watch.idleSeconds()).isEqualTo(32_767);
    assertThat(watch.intervalSeconds()).isEqualTo(32_767);
  }
}
