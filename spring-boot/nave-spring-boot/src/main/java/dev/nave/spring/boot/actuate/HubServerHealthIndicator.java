package dev.nave.spring.boot.actuate;

import dev.nave.backplane.BackplaneHealth;
import dev.nave.backplane.directory.DirectoryHealth;
import dev.nave.hub.HubServer;
import dev.nave.hub.ServerHealth;
import java.time.Instant;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of the hub server: DOWN if the process is to be restarted, OUT_OF_SERVICE if no new
 * clients should come, as {@link ServerHealth} says. The state of the backplane is a detail; it
 * decides where {@code nave.server.readiness-follows-backplane} is set.
 */
final class HubServerHealthIndicator extends AbstractHealthIndicator {
  private final HubServer server;

  HubServerHealthIndicator(HubServer server) {
    super("the health of the hub server could not be found out");
    this.server = server;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    ServerHealth health = server.health();
    builder.status(
        !health.isAlive() ? Status.DOWN : health.isReady() ? Status.UP : Status.OUT_OF_SERVICE);
    builder.withDetail("state", health.state());
    health.notReadyBecause().ifPresent(reason -> builder.withDetail("notReadyBecause", reason));
    health.notAliveBecause().ifPresent(reason -> builder.withDetail("notAliveBecause", reason));
    BackplaneHealth backplane = health.backplane();
    builder
        .withDetail("backplane", backplane.state())
        .withDetail("backplaneSince", backplane.since().toString())
        .withDetail("desiredSubscriptions", backplane.desiredSubscriptions())
        .withDetail("confirmedSubscriptions", backplane.confirmedSubscriptions());
    Throwable cause = backplane.cause();
    if (cause != null) {
      builder.withDetail("backplaneCause", cause.toString());
    }
    health.directory().ifPresent(directory -> addDirectory(builder, directory));
  }

  private static void addDirectory(Health.Builder builder, DirectoryHealth directory) {
    builder
        .withDetail("directory", directory.state())
        .withDetail("directorySince", directory.since().toString())
        .withDetail("directoryEntries", directory.entries())
        .withDetail("directoryWaiting", directory.waiting())
        .withDetail("directoryFailedWrites", directory.failedWrites())
        .withDetail("directoryRaising", directory.raising());
    Instant raisingSince = directory.raisingSince();
    if (raisingSince != null) {
      builder.withDetail("directoryRaisingSince", raisingSince.toString());
    }
    Throwable cause = directory.cause();
    if (cause != null) {
      builder.withDetail("directoryCause", cause.toString());
    }
  }
}
