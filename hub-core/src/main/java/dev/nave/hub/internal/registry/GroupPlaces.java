package dev.nave.hub.internal.registry;

import dev.nave.hub.HubException;
import dev.nave.hub.internal.connection.HubConnection;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many groups the connections of all hubs on this node are in, and may be in. Any thread. */
public final class GroupPlaces {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);

  private final int max;
  private final LineLimit lines = new LineLimit(1, Duration.ofMinutes(1), System::nanoTime);
  private final AtomicInteger taken = new AtomicInteger();

  /** Begins with {@code max} places. */
  public GroupPlaces(int max) {
    this.max = max;
  }

  /** Returns places that no test fills. */
  public static GroupPlaces unlimited() {
    return new GroupPlaces(Integer.MAX_VALUE);
  }

  /**
   * Takes a place for a connection.
   *
   * @param groups how many groups it is in
   * @throws HubException if it is in as many as it may be, or all connections together are
   */
  void takeFor(HubConnection connection, int groups) {
    int limit = connection.options().maxGroupsPerConnection();
    if (groups >= limit) {
      throw new HubException(
          connection + " is in " + limit + " groups, as many as maxGroupsPerConnection allows");
    }
    if (!take()) {
      throw new HubException(
          "the connections of this server are in "
              + max
              + " groups together, as many as maxGroupMemberships allows");
    }
  }

  private boolean take() {
    if (taken.incrementAndGet() <= max) {
      return true;
    }
    taken.decrementAndGet();
    String earlier = lines.next();
    if (earlier != null) {
      log.warn(
          "the connections of this server are in as many groups together as"
              + " maxGroupMemberships allows, which is {}; further joins fail{}",
          max,
          earlier);
    }
    return false;
  }

  void giveBack() {
    taken.decrementAndGet();
  }

  /** Returns how many are taken. */
  public int taken() {
    return taken.get();
  }
}
