package dev.nave.hub.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nave.hub.HubOptions;
import org.junit.jupiter.api.Test;

class StatefulReconnectSnippetsTest {
  @Test
  void isOffByDefaultAndBoundedAsTheReferenceDoesIt() {
    HubOptions defaults = HubOptions.builder().build();

    assertThat(defaults.statefulReconnect()).isFalse();
    assertThat(defaults.statefulReconnectBufferBytes()).isEqualTo(100_000);
    assertThat(defaults.maxDisconnectedConnections()).isEqualTo(10_000);
  }

  @Test
  void optionsAreWhatTheyWereSetTo() {
    HubOptions options = StatefulReconnectSnippets.bounds().toBuilder().build();

    assertThat(options.statefulReconnect()).isTrue();
    assertThat(options.statefulReconnectBufferBytes()).isEqualTo(1_000_000);
    assertThat(options.maxDisconnectedConnections()).isEqualTo(5_000);
  }

  @Test
  void boundsArePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().statefulReconnectBufferBytes(0))
        .withMessageContaining("statefulReconnectBufferBytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubOptions.builder().maxDisconnectedConnections(0))
        .withMessageContaining("maxDisconnectedConnections");
  }

  @Test
  void theServerOfThePageLacksATransportOnly() {
    assertThatIllegalStateException()
        .isThrownBy(StatefulReconnectSnippets.allowed()::build)
        .withMessageContaining("transport");
  }
}
