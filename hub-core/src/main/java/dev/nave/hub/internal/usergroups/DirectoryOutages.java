package dev.nave.hub.internal.usergroups;

import dev.nave.backplane.directory.DirectoryHealth;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the seconds since the last outage of the directory, or the start. A directory that has
 * lost its data is told anew by those that held it. So what it lacks just after an outage is not
 * over yet, and all is read again some seconds later, when others have had the time to write.
 *
 * <p><b>Threading.</b> The timer ticks; all else from any thread.
 */
final class DirectoryOutages {
  /** So many seconds after an outage, what the directory lacks is over. */
  private static final int SETTLED = 3;

  /** The last second after an outage in which all is read again. */
  private static final int LAST_READ = 30;

  /** When all is read again, in seconds after an outage: the last ones for late servers. */
  private static final Set<Integer> READS = Set.of(SETTLED, 10, LAST_READ);

  private final Supplier<DirectoryHealth> health;

  /** How often the timer has ticked since. */
  private final AtomicInteger seconds = new AtomicInteger();

  /** Since when the directory can be reached; null before. Owned by the timer. */
  private @Nullable Instant upSince;

  /** Begins as after an outage: the directory may have lost its data just before. */
  DirectoryOutages(Supplier<DirectoryHealth> health) {
    this.health = health;
  }

  /** Whether the last outage is so long ago that what the directory lacks is over. */
  boolean areSettled() {
    return seconds.get() >= SETTLED;
  }

  /** The link to the other nodes is back: an outage has just ended. */
  void linkRestored() {
    seconds.set(0);
  }

  /** Once per second, by the timer. Returns whether all is to be read again. */
  boolean tick() {
    DirectoryHealth now = health.get();
    if (now.state() != DirectoryHealth.State.UP) {
      return false;
    }
    if (!now.since().equals(upSince)) {
      seconds.set(0); // It was away, has lost its data, or may have before this server came.
    }
    upSince = now.since();
    return seconds.get() <= LAST_READ && READS.contains(seconds.incrementAndGet());
  }
}
