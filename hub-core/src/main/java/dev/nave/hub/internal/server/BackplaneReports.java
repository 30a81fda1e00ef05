package dev.nave.hub.internal.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.TopicText;
import dev.nave.hub.BackplaneReport;
import dev.nave.hub.HubCounters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Turns what happens to the link into reports for the application: an outage is over only when it
 * is known what it cost.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Reports are handed to the listener on the
 * executor, one at a time.
 */
final class BackplaneReports {
  /** After so many ticks an outage is reported even if some servers have not said anything. */
  private static final int MAX_TICKS = 4;

  private final Consumer<BackplaneReport> listener;
  private final Executor executor;
  private final Supplier<HubCounters> counters;
  private final boolean inProcess;
  private final Logger log;

  @GuardedBy("this")
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  /** The counters when the link broke; null while no outage is to be reported. */
  @GuardedBy("this")
  private @Nullable HubCounters before;

  /** What was refused in the outage, and how long it lasted; null while it lasts. */
  @GuardedBy("this")
  private @Nullable Ended ended;

  @GuardedBy("this")
  private int ticks;

  private final LongAdder outages = new LongAdder();

  private record Ended(Duration outage, long refused) {}

  /**
   * Creates the reports of one server.
   *
   * @param counters counts what became of all messages
   * @param inProcess whether the backplane is in this process: an operator has configured none
   * @param log tells the operator
   */
  BackplaneReports(
      Consumer<BackplaneReport> listener,
      Executor executor,
      Supplier<HubCounters> counters,
      boolean inProcess,
      Logger log) {
    this.listener = listener;
    this.executor = executor;
    this.counters = counters;
    this.inProcess = inProcess;
    this.log = log;
  }

  /** Returns how often the link broke. */
  long outages() {
    return outages.sum();
  }

  synchronized void event(BackplaneEvent event) {
    if (event instanceof BackplaneEvent.Connected) {
      log.atLevel(inProcess ? Level.DEBUG : Level.INFO).log("the backplane is connected");
      report(new BackplaneReport.Connected());
    } else if (event instanceof BackplaneEvent.Disconnected disconnected) {
      log.warn("the backplane is disconnected", disconnected.cause());
      outages.increment();
      reportEnd();
      before = counters.get();
      report(new BackplaneReport.Disconnected(disconnected.cause()));
    } else if (event instanceof BackplaneEvent.Restored restored) {
      log.info("the backplane is connected again after {}", restored.outage());
      long refused = counters.get().refusedTotal();
      ended = new Ended(restored.outage(), before == null ? 0 : refused - before.refusedTotal());
      ticks = 0;
    }
  }

  /**
   * Looks whether an outage can be reported; once per announcement interval.
   *
   * @param recovered whether it is known what was missed
   */
  synchronized void tick(boolean recovered) {
    if (ended != null && (++ticks >= MAX_TICKS || recovered)) {
      reportEnd();
    }
  }

  @GuardedBy("this")
  private void reportEnd() {
    HubCounters then = before;
    Ended end = ended;
    before = null;
    ended = null;
    if (then == null || end == null) {
      return;
    }
    HubCounters now = counters.get();
    Map<String, Long> lost = new HashMap<>();
    now.lostByOrigin()
        .forEach(
            (origin, count) -> {
              long more = count - then.lostByOrigin().getOrDefault(origin, 0L);
              if (more > 0) {
                lost.put(origin, more);
              }
            });
    BackplaneReport.Restored restored =
        new BackplaneReport.Restored(
            end.outage(), end.refused(), now.unknown() - then.unknown(), lost);
    log.info(
        "the outage of {} cost {} publications that were refused, {} of unknown outcome, and {}"
            + " that this server missed",
        restored.outage(),
        restored.refused(),
        restored.unknown(),
        restored.lost());
    report(restored);
  }

  /** Takes losses; those of an outage are reported with its end. */
  synchronized void lost(String hub, String origin, long publications) {
    if (before == null) {
      log.warn("hub {} missed {} publications of server {}", hub, publications, show(origin));
      report(new BackplaneReport.Lost(hub, origin, publications));
    }
  }

  /** An id from the wire. */
  private static String show(String origin) {
    return TopicText.quote(origin);
  }

  @GuardedBy("this")
  private void report(BackplaneReport report) {
    last = last.thenRunAsync(() -> tell(report), executor).exceptionally(failure -> null);
  }

  private void tell(BackplaneReport report) {
    try {
      listener.accept(report);
    } catch (Throwable e) { // Not every language declares what it throws.
      log.error("the backplane listener failed to take {}", report, e);
    }
  }
}
