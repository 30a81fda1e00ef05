package dev.nave.backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ValueTest {
  @Test
  void envelopeOfBytesDoesNotCopyThem() {
    byte[] bytes = {1, 2, 3};

    assertThat(Envelope.of(bytes).bytes()).isSameAs(bytes);
  }

  @Test
  void receiptKnowsItsReceiversOrSaysThatItDoesNot() {
    assertThat(Receipt.of(3).receivers()).hasValue(3);
    assertThat(Receipt.UNCOUNTED.receivers()).isEmpty();
  }

  @Test
  void receiptRefusesNegativeReceivers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Receipt.of(-1))
        .withMessage("receivers must not be negative but was -1");
  }

  @Test
  void outageIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BackplaneEvent.Restored(Duration.ofSeconds(-1)))
        .withMessage("outage must not be negative but was PT-1S");
  }

  @Test
  void healthRefusesNegativeNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BackplaneHealth(BackplaneHealth.State.UP, Instant.EPOCH, null, 1, -1))
        .withMessageContaining("1 desired and -1 confirmed");
  }
}
