package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.ClientResultException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What becomes of a result that a client was asked for and did not give. */
final class ClientResultAssertions {
  private ClientResultAssertions() {}

  static void assertNoAnswer(CompletableFuture<?> asked, Reason reason, String text) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(asked::join)
        .havingCause()
        .isInstanceOfSatisfying(
            ClientResultException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .withMessageContaining(text);
  }

  static void assertHubException(CompletableFuture<?> asked, String text) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(asked::join)
        .havingCause()
        .isExactlyInstanceOf(HubException.class)
        .withMessage(text);
  }
}
