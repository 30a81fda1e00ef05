package dev.nave.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.hub.Hub;
import dev.nave.hub.PresenceSettings;
import dev.nave.hub.testing.HubTester;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class HubServerHealthIndicatorTest {
  public static class AnyHub extends Hub {}

  @Test
  void detailsTellOfTheDirectoryWhereThereIsOne() {
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
      var health = new HubServerHealthIndicator(tester.server()).health();

      assertThat(health.getStatus()).isEqualTo(Status.UP);
      assertThat(health.getDetails())
          .containsEntry("directory", DirectoryHealth.State.UP)
          .containsEntry("directoryEntries", 2L)
          .containsEntry("directoryWaiting", 0L)
          .containsEntry("directoryFailedWrites", 0L)
          .containsEntry("directoryRaising", 0L)
          .containsKey("directorySince")
          .doesNotContainKeys("directoryCause", "directoryRaisingSince");
    }
  }

  @Test
  void detailsSayNothingOfADirectoryThatNoHubNeeds() {
    try (HubTester tester = HubTester.of(AnyHub.class)) {
      assertThat(new HubServerHealthIndicator(tester.server()).health().getDetails().keySet())
          .noneMatch(name -> name.startsWith("directory"));
    }
  }
}
