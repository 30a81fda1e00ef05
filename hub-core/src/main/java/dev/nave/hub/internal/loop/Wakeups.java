package dev.nave.hub.internal.loop;

import dev.nave.hub.internal.logging.LogCategory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes loops for what one thread puts into their queues: each at once or, for work that is done
 * {@linkplain #together together}, behind the last of it. A loop that is woken by the first message
 * writes that one alone to all its connections while the others come, and joins only these.
 *
 * <p><b>Threading.</b> Any thread. Work that is done together must not wait for a loop.
 */
final class Wakeups {
  private static final Logger log = LoggerFactory.getLogger(LogCategory.CONNECTION_DETAILS);
  private static final ThreadLocal<@Nullable Wakeups> putOff = new ThreadLocal<>();

  private final List<Runnable> later = new ArrayList<>();

  private Wakeups() {}

  /** Runs {@code work} here, and then wakes the loops that have something to do by it. */
  static void together(Runnable work) {
    if (putOff.get() != null) { // A part of what is done together anyway.
      work.run();
      return;
    }
    Wakeups own = new Wakeups();
    putOff.set(own);
    try {
      work.run();
    } finally {
      putOff.remove();
      own.wakeAll();
    }
  }

  /**
   * The queue of a loop is not empty any more: the loop is woken now, or soon.
   *
   * @param wakeUp has the loop look into its queue
   */
  static void wake(Runnable wakeUp) {
    Wakeups putOffHere = putOff.get();
    if (putOffHere == null) {
      wakeUp.run();
    } else {
      putOffHere.later.add(wakeUp);
    }
  }

  private void wakeAll() {
    for (Runnable wakeUp : later) {
      try {
        wakeUp.run();
      } catch (RuntimeException | Error e) { // Ended with its transport; the others may not be.
        log.debug("a loop takes no more work", e);
      }
    }
  }
}
