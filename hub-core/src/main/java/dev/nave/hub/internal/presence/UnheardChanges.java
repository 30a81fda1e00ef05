package dev.nave.hub.internal.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.TopicText;
import dev.nave.backplane.directory.Change;
import dev.nave.hub.ServerOptions;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes that this server has to raise and for which it has no hub, or no listener: while a
 * new version with a listener is rolled out, an old server may be the one that replaces a lost one.
 * They are held without being raised, so that another server raises them once this one has ended,
 * and so are the later changes of the same keys, which are told in order.
 *
 * <p>That is right for the time of a deployment alone. When {@link
 * ServerOptions#unheardEventTimeout} has passed since the first one, the servers differ for good:
 * what is held counts as raised, and so does all that follows. Any thread.
 */
public final class UnheardChanges {
  /** The directory stops telling changes when ten times as many are not raised. */
  static final int MAX_HELD = 1_000;

  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final Logger log;
  private final LineLimit lines;

  @GuardedBy("this")
  private final Queue<Held> held = new ArrayDeque<>();

  /** When the first change came; null before. */
  @GuardedBy("this")
  private @Nullable Long begin;

  private record Held(Change change, CompletableFuture<Void> raised) {}

  /** Begins with no change. */
  public UnheardChanges(Duration timeout) {
    this(timeout, System::nanoTime, LoggerFactory.getLogger(LogCategory.SERVER));
  }

  UnheardChanges(Duration timeout, LongSupplier nanoTime, Logger log) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    this.log = log;
    lines = new LineLimit(1, Duration.ofMinutes(1), nanoTime);
  }

  /**
   * Takes a change.
   *
   * @return done when it counts as raised
   */
  public CompletableFuture<Void> hold(Change change) {
    Held taken = new Held(change, new CompletableFuture<>());
    List<Held> lost = new ArrayList<>();
    boolean first;
    synchronized (this) {
      first = begin == null;
      if (begin == null) {
        begin = nanoTime.getAsLong();
      }
      held.add(taken);
      if (isOver()) {
        lost.addAll(held);
        held.clear();
      } else if (held.size() > MAX_HELD) {
        lost.add(held.remove());
      }
    }
    if (first && lost.isEmpty()) {
      log.info(
          "presence: this server has no listener for an event of hub {}, which waits for another"
              + " server for unheardEventTimeout, {}",
          hub(change),
          timeout);
    }
    lose(lost);
    return taken.raised();
  }

  /** Once per second: looks whether the time for other servers is over. */
  public void tick() {
    List<Held> lost = new ArrayList<>();
    synchronized (this) {
      if (isOver()) {
        lost.addAll(held);
        held.clear();
      }
    }
    lose(lost);
  }

  @GuardedBy("this")
  private boolean isOver() {
    return begin != null && nanoTime.getAsLong() - begin >= timeout.toNanos();
  }

  private void lose(List<Held> lost) {
    String earlier = lost.isEmpty() ? null : lines.next();
    if (earlier != null) {
      log.warn(
          "presence: {} events are not raised, the first of them of hub {}: this server has no"
              + " listener for them, and none that has one took its place within"
              + " unheardEventTimeout, which is {}. All servers of a farm need the same settings of"
              + " presence{}",
          lost.size(),
          hub(lost.get(0).change()),
          timeout,
          earlier);
    }
    lost.forEach(each -> each.raised().complete(null));
  }

  private static String hub(Change change) {
    return TopicText.quote(PresenceKeys.hubOf(change.key().space()));
  }
}
