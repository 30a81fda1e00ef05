package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.hub.testing.HubTester;
import org.junit.jupiter.api.Test;

/** How the health of a server tells of its part in the directory. */
class DirectoryHealthTest {
  public static final class AnyHub extends Hub {}

  @Test
  void healthTellsWhatTheServerHasEntered() {
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server.hub(
                    "/hub",
                    AnyHub.class,
                    AnyHub::new,
                    hub -> hub.presence(PresenceSettings::allGroups)))) {
      tester.connect("ann");

      DirectoryHealth directory = tester.server().health().directory().orElseThrow();
      assertThat(directory.state()).isEqualTo(DirectoryHealth.State.UP);
      assertThat(directory.entries()).as("a connection, and one of a user").isEqualTo(2);
      assertThat(directory.waiting()).isZero();
      assertThat(directory.raising()).isZero();
    }
  }

  @Test
  void serverWithoutPresenceHasNone() {
    try (HubTester tester = HubTester.of(AnyHub.class)) {
      assertThat(tester.server().health().directory()).isEmpty();
    }
  }
}
