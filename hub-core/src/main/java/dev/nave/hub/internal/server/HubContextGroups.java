package dev.nave.hub.internal.server;

import dev.nave.backplane.Topics;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubGroups;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.stages.Outcomes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups of a {@link HubContext}, and of hub objects whose call has ended, where no call fails
 * by a change that fails: a failure that the application does not look at by then is a warning. Any
 * thread.
 *
 * @param hub the hub's name
 * @param log tells the operator
 */
record HubContextGroups(String hub, HubGroups groups, LineLimit lines, Logger log)
    implements HubGroups {
  HubContextGroups(String hub, HubGroups groups) {
    this(
        hub,
        groups,
        new LineLimit(10, Duration.ofSeconds(10), System::nanoTime),
        LoggerFactory.getLogger(LogCategory.SERVER));
  }

  @Override
  public CompletableFuture<Void> add(String connectionId, String group) {
    return watched("was not put into", connectionId, group, groups.add(connectionId, group));
  }

  @Override
  public CompletableFuture<Void> remove(String connectionId, String group) {
    return watched("was not taken out of", connectionId, group, groups.remove(connectionId, group));
  }

  private CompletableFuture<Void> watched(
      String what, String connectionId, String group, CompletableFuture<Void> change) {
    WatchedStage<Void> shown = WatchedStage.of(change);
    var unusedFuture =
        change.exceptionally(
            failure -> {
              if (!shown.isSeen()) {
                warn(what, connectionId, group, Outcomes.cause(failure));
              }
              return null;
            });
    return shown;
  }

  private void warn(String what, String connectionId, String group, Throwable failure) {
    String earlier = lines.next();
    if (earlier != null) {
      log.warn(
          "hub {}: connection {} {} group {}: {}{}",
          hub,
          Topics.quote(connectionId),
          what,
          Topics.quote(group),
          failure.getMessage(),
          earlier);
      log.debug("hub {}: a group change failed", hub, failure);
    }
  }
}
