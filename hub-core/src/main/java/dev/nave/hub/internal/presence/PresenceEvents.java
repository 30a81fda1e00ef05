package dev.nave.hub.internal.presence;

import dev.nave.backplane.directory.Change;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.hub.HubContext;
import dev.nave.hub.PresenceEvent;
import dev.nave.hub.PresenceEvent.Why;
import dev.nave.hub.PresenceListener;
import dev.nave.hub.PresenceMember;
import dev.nave.hub.internal.logging.LineLimit;
import dev.nave.hub.internal.logging.LogCategory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the application of the changes that this server has to raise: those of one key one after
 * another, on the executor.
 */
public final class PresenceEvents {
  private final Logger log;
  private final PresenceKeys keys;
  private final PresenceListener listener;
  private final HubContext<?> hub;
  private final Executor executor;
  private final Duration grace;
  private final LongSupplier nanoTime;
  private final LineLimit lines;

  /** The last event of each key that is not over yet. */
  private final ConcurrentMap<DirectoryKey, CompletableFuture<Void>> last =
      new ConcurrentHashMap<>();

  /** The calls of the listener that have not returned. */
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();

  private record Call(PresenceEvent event, long begin) {}

  /**
   * Creates the events of a hub.
   *
   * @param executor where the listener is called; it may block there
   * @param grace a call that takes longer is told in the log
   */
  public PresenceEvents(
      PresenceKeys keys,
      PresenceListener listener,
      HubContext<?> hub,
      Executor executor,
      Duration grace) {
    this(
        keys,
        listener,
        hub,
        executor,
        grace,
        System::nanoTime,
        LoggerFactory.getLogger(LogCategory.SERVER));
  }

  PresenceEvents(
      PresenceKeys keys,
      PresenceListener listener,
      HubContext<?> hub,
      Executor executor,
      Duration grace,
      LongSupplier nanoTime,
      Logger log) {
    this.keys = keys;
    this.listener = listener;
    this.hub = hub;
    this.executor = executor;
    this.grace = grace;
    this.nanoTime = nanoTime;
    this.log = log;
    lines = new LineLimit(1, Duration.ofMinutes(1), nanoTime);
  }

  /**
   * Takes a change of this hub. Any thread.
   *
   * @return done when the application was told; never, if the server has stopped before
   */
  public CompletableFuture<Void> changed(Change change) {
    PresenceEvent event = event(change);
    if (event == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> raised = new CompletableFuture<>();
    CompletableFuture<Void> before = last.put(change.key(), raised);
    if (before == null) {
      raise(event, raised);
    } else {
      var unusedFuture = before.thenRun(() -> raise(event, raised));
    }
    return raised.thenRun(() -> last.remove(change.key(), raised));
  }

  private void raise(PresenceEvent event, CompletableFuture<Void> raised) {
    try {
      executor.execute(
          () -> {
            call(event);
            raised.complete(null);
          });
    } catch (RejectedExecutionException e) {
      log.debug("the server has stopped: another one raises {}", event);
    }
  }

  private void call(PresenceEvent event) {
    Call call = new Call(event, nanoTime.getAsLong());
    calls.add(call);
    try {
      listener.changed(event, hub);
    } catch (Throwable e) { // Not every language declares what it throws.
      log.error("the presence listener failed with {}", event, e);
    } finally {
      calls.remove(call);
    }
  }

  /** Once per second: looks whether the listener returns. */
  public void tick() {
    long now = nanoTime.getAsLong();
    long longest = 0;
    int late = 0;
    for (Call call : calls) {
      longest = Math.max(longest, now - call.begin());
      late += now - call.begin() > grace.toNanos() ? 1 : 0;
    }
    String earlier = late == 0 ? null : lines.next();
    if (earlier != null) {
      log.warn(
          "hub {}: the presence listener {} has not returned from {} calls within"
              + " presenceListenerGrace, which is {}, the longest of them for {} s; further events"
              + " of these groups and users wait{}",
          keys.hub(),
          listener.getClass().getName(),
          late,
          grace,
          TimeUnit.NANOSECONDS.toSeconds(longest),
          earlier);
    }
  }

  private @Nullable PresenceEvent event(Change change) {
    if (change.kind() == Change.Kind.RESET) {
      return new PresenceEvent.Reset(change.id());
    }
    String space = change.key().space();
    String name = change.key().name();
    PresenceMember member = PresenceKeys.read(change.member(), change.node(), change.value());
    if (space.equals(keys.groups())) {
      return change.kind() == Change.Kind.JOINED
          ? new PresenceEvent.Joined(change.id(), name, member, change.members())
          : new PresenceEvent.Left(change.id(), name, member, why(change), change.members());
    }
    if (space.equals(keys.users()) && change.isFirst()) {
      return new PresenceEvent.UserOnline(change.id(), name, member);
    }
    return space.equals(keys.users()) && change.isLast()
        ? new PresenceEvent.UserOffline(change.id(), name, member, why(change))
        : null;
  }

  private static Why why(Change change) {
    if (change.kind() == Change.Kind.LOST) {
      return Why.SERVER_LOST;
    }
    return change.reason().equals(PresenceEntries.LEFT) ? Why.LEFT : Why.DISCONNECTED;
  }
}
