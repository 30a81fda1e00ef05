package dev.nave.hub.internal.presence;

import dev.nave.backplane.directory.Directory;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import dev.nave.hub.internal.registry.MembershipWatcher;
import dev.nave.hub.internal.stages.Outcomes;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters the connections of this server in the directory, and takes them out. Waits for nothing:
 * the directory writes when it can.
 */
public final class PresenceEntries implements MembershipWatcher {
  static final String LEFT = "left";
  static final String DISCONNECTED = "disconnected";

  private static final Logger log = LoggerFactory.getLogger(LogCategory.SERVER);

  private final PresenceKeys keys;
  private final PresenceRules rules;
  private final Directory directory;
  private final DirectoryKey server;
  private final boolean told;
  private final LineLimit lines = new LineLimit(1, Duration.ofMinutes(1), System::nanoTime);

  /**
   * Creates the entries of a hub.
   *
   * @param nodeId names this server
   */
  public PresenceEntries(
      PresenceKeys keys, PresenceRules rules, Directory directory, String nodeId) {
    this.keys = keys;
    this.rules = rules;
    this.directory = directory;
    server = keys.server(nodeId);
    told = rules.listener() != null;
  }

  @Override
  public void connected(String connectionId, @Nullable String userId, long sinceMillis) {
    String value = PresenceKeys.write(sinceMillis, userId, "");
    written(server, directory.put(server, connectionId, value, false));
    if (userId != null) {
      DirectoryKey user = keys.user(userId);
      written(user, directory.put(user, connectionId, value, told));
    }
  }

  @Override
  public void ended(String connectionId, @Nullable String userId) {
    written(server, directory.remove(server, connectionId, DISCONNECTED));
    if (userId != null) {
      DirectoryKey user = keys.user(userId);
      written(user, directory.remove(user, connectionId, DISCONNECTED));
    }
  }

  @Override
  public void joined(String connectionId, @Nullable String userId, String group, Place place) {
    if (rules.lists(group)) {
      String value = PresenceKeys.write(place.sinceMillis(), userId, place.value());
      DirectoryKey key = keys.group(group);
      written(key, directory.put(key, connectionId, value, told));
    }
  }

  @Override
  public void left(String connectionId, String group, boolean ended) {
    if (rules.mayList(group)) {
      DirectoryKey key = keys.group(group);
      written(key, directory.remove(key, connectionId, ended ? DISCONNECTED : LEFT));
    }
  }

  /** What the medium does not take now is written later; what is refused for good is told. */
  private void written(DirectoryKey key, CompletionStage<Void> stage) {
    var unusedStage =
        stage.exceptionally(
            failure -> {
              Throwable cause = Outcomes.cause(failure);
              String earlier = cause instanceof CancellationException ? null : lines.next();
              if (earlier != null) {
                log.warn(
                    "presence: a connection is not, or no longer, entered under {}: {}{}",
                    key,
                    cause.getMessage(),
                    earlier);
              }
              return null;
            });
  }
}
