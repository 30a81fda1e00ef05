package dev.nave.hub.internal.loop;

import dev.nave.hub.transport.ConnectionLoop;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The loops of a server, one for each loop of its transport on which connections live. Any thread.
 */
public final class HubLoops {
  private final ConcurrentMap<ConnectionLoop, HubLoop> loops = new ConcurrentHashMap<>();
  private final Function<ConnectionLoop, HubLoop> maker;

  /** Creates the set; {@code maker} makes a loop when its first connection comes. */
  public HubLoops(Function<ConnectionLoop, HubLoop> maker) {
    this.maker = maker;
  }

  /** Returns the hubs' side of a transport's loop. */
  public HubLoop of(ConnectionLoop executor) {
    return loops.computeIfAbsent(executor, maker);
  }

  /** Returns all loops there are. */
  public Collection<HubLoop> all() {
    return Collections.unmodifiableCollection(loops.values());
  }

  /**
   * Runs {@code work} on this thread, and wakes the loops that it gives something to behind the
   * last of it. It must not wait for a loop.
   */
  public static void together(Runnable work) {
    Wakeups.together(work);
  }

  /** Has code of the application told of that runs on a loop and takes too long. */
  public void lookAtUse() {
    loops.values().forEach(HubLoop::lookAtUse);
  }

  /** Returns whether more waits for some loop than may. */
  public boolean isAnyFull() {
    for (HubLoop loop : loops.values()) {
      if (loop.isFull()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether no loop is behind. */
  public boolean hasRoom() {
    for (HubLoop loop : loops.values()) {
      if (!loop.hasRoom()) {
        return false;
      }
    }
    return true;
  }

  /** Returns a stage that is done when no loop is behind; already done, most of the time. */
  public CompletableFuture<Void> whenRoom() {
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    for (HubLoop loop : loops.values()) {
      CompletableFuture<Void> room = loop.whenRoom();
      if (!room.isDone()) {
        all = all.isDone() ? room : CompletableFuture.allOf(all, room);
      }
    }
    return all;
  }
}
