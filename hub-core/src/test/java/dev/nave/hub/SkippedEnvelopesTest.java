package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.inmemory.InMemoryCluster;
import dev.nave.backplane.tck.ForwardingBackplane;
import dev.nave.hub.testing.HubTester;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Envelopes that a backplane does not hand over. */
class SkippedEnvelopesTest {
  /** A hub without methods of its own. */
  public static class AnyHub extends Hub {}

  /** Remembers who listens. */
  private static final class HeldBackplane extends ForwardingBackplane {
    private @Nullable BackplaneListener server;

    HeldBackplane() {
      super(new SpyBackplane(new InMemoryCluster(), SpyBackplane.Wire.BYTES));
    }

    @Override
    public CompletionStage<Void> start(BackplaneListener listener) {
      server = listener;
      return super.start(listener);
    }
  }

  @Test
  void anEnvelopeThatIsTooLargeCountsAsUndecodableWhereItsHubIs() {
    HeldBackplane backplane = new HeldBackplane();
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server.backplane(backplane).hub("/hub", AnyHub.class, hub -> hub.name("Any")))) {
      BackplaneListener server = backplane.server;
      assertThat(server).isNotNull();

      server.tooLarge("Any:all", "it is a whale");
      server.tooLarge("Other:all", "it is a whale");

      assertThat(tester.server().counters().undecodable()).isEqualTo(1);
    }
  }
}
