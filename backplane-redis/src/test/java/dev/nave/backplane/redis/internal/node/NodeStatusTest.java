package dev.nave.backplane.redis.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneHealth.State;
import dev.nave.backplane.RefusalReason;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NodeStatusTest {
  private final NodeStatus status = new NodeStatus();
  private final IOException cable = new IOException("the cable was pulled");

  @Test
  void entersAStateOnlyFromTheExpectedOne() {
    assertThat(status.enter(State.UP, State.DOWN, cable)).isFalse();
    assertThat(status.enter(State.NEW, State.STARTING, null)).isTrue();

    assertThat(status.now().state()).isEqualTo(State.STARTING);
  }

  @Test
  void refusesWithTheReasonOfItsState() {
    assertThat(status.refusal("publish").reason()).isEqualTo(RefusalReason.NOT_STARTED);
    status.enter(State.NEW, State.STARTING, null);
    status.because(cable);
    assertThat(status.refusal("publish"))
        .hasMessage("cannot publish: no connection to Redis: the cable was pulled")
        .hasCause(cable);
    assertThat(status.refusal("publish").reason()).isEqualTo(RefusalReason.UNAVAILABLE);
    status.close(null);
    assertThat(status.refusal("publish").reason()).isEqualTo(RefusalReason.CLOSED);
  }

  @Test
  void isClosedOnceAndForAll() {
    assertThat(status.close(cable)).isTrue();
    assertThat(status.close(null)).isFalse();
    status.because(new IOException("later"));

    assertThat(status.now().cause()).isSameAs(cable);
    assertThat(status.enter(State.NEW, State.STARTING, null)).isFalse();
  }

  @Test
  void hasNoCauseWhileItIsUp() {
    status.enter(State.NEW, State.UP, null);

    status.because(cable);

    assertThat(status.now().cause()).isNull();
  }
}
