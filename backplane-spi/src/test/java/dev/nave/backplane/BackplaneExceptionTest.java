package dev.nave.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackplaneExceptionTest {
  @ParameterizedTest
  @EnumSource
  void refusalIsTransientIfItsReasonIs(RefusalReason reason) {
    BackplaneUnavailableException refusal = new BackplaneUnavailableException(reason, "refused");

    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.isTransient()).isEqualTo(reason.isTransient());
    assertThat(refusal.deliveredLocally()).isFalse();
  }

  @Test
  void refusalKeepsItsWordsWhenDeliveredLocally() {
    BackplaneUnavailableException refusal =
        new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "no link");

    BackplaneUnavailableException local = refusal.asDeliveredLocally();

    assertThat(local.deliveredLocally()).isTrue();
    assertThat(local.reason()).isEqualTo(RefusalReason.UNAVAILABLE);
    assertThat(local).hasMessage("no link").hasCause(refusal);
  }

  @Test
  void timeoutIsTransient() {
    assertThat(new BackplaneTimeoutException("no answer").isTransient()).isTrue();
  }
}
