package dev.nave.hub.internal.usergroups;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.nave.backplane.directory.DirectoryKey;
import dev.nave.hub.ServerOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reads of users' groups of all hubs of a server: so many are under way at once as {@link
 * ServerOptions#maxUserGroupReads} says. What a connection waits for goes first, the newest before
 * all: the others have waited longest, and may have opened without. Users who are read again, all
 * of a server after an outage, take half of the places at most, and each is in the queue once.
 *
 * <p><b>Threading.</b> Any thread; never blocks. Nothing is called under the lock. A read begins on
 * the thread that asks for it or on the one that ends another.
 */
public final class UserGroupReads {
  /** Servers that have the same reason to read again do not begin in the same moment. */
  private static final int SPREAD_MILLIS = 1_000;

  private final int max;
  private final Delay delay;

  /** How often something was added or has ended since one thread began to look what may begin. */
  private final AtomicInteger unseen = new AtomicInteger();

  @GuardedBy("this")
  private final Deque<Supplier<CompletionStage<?>>> connecting = new ArrayDeque<>();

  @GuardedBy("this")
  private final Map<DirectoryKey, Supplier<CompletionStage<?>>> again = new LinkedHashMap<>();

  @GuardedBy("this")
  private int underWay;

  @GuardedBy("this")
  private int againUnderWay;

  /** Runs a task after so many milliseconds. */
  interface Delay {
    void run(long millis, Runnable task);
  }

  /** A read that may begin. */
  private record Read(Supplier<CompletionStage<?>> action, boolean isAgain) {}

  /**
   * Creates an empty queue.
   *
   * @param max how many reads are under way at once
   */
  public UserGroupReads(int max) {
    this(
        max,
        (millis, task) ->
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task));
  }

  UserGroupReads(int max, Delay delay) {
    this.max = max;
    this.delay = delay;
  }

  /** Runs a task at a moment by chance, within a second after so many milliseconds. */
  void after(long millis, Runnable task) {
    delay.run(millis + ThreadLocalRandom.current().nextLong(SPREAD_MILLIS), task);
  }

  /** Reads what a connection waits for: as soon as may be. */
  void now(Supplier<CompletionStage<?>> read) {
    synchronized (this) {
      connecting.push(read);
    }
    begin();
  }

  /** Reads a user again: in turn, unless that read is in the queue already. */
  void again(DirectoryKey user, Supplier<CompletionStage<?>> read) {
    synchronized (this) {
      again.putIfAbsent(user, read);
    }
    begin();
  }

  /** Begins what may begin. A read that ends at once is seen by the loop: no call is nested. */
  private void begin() {
    if (unseen.getAndIncrement() != 0) {
      return;
    }
    int seen;
    do {
      seen = unseen.get();
      for (Read read = next(); read != null; read = next()) {
        begin(read);
      }
    } while (unseen.addAndGet(-seen) != 0);
  }

  private synchronized @Nullable Read next() {
    if (underWay >= max) {
      return null;
    }
    Supplier<CompletionStage<?>> waits = connecting.poll();
    if (waits != null) {
      underWay++;
      return new Read(waits, false);
    }
    Iterator<Supplier<CompletionStage<?>>> users = again.values().iterator();
    if (againUnderWay >= Math.max(1, max / 2) || !users.hasNext()) {
      return null;
    }
    Read read = new Read(users.next(), true);
    users.remove();
    underWay++;
    againUnderWay++;
    return read;
  }

  private void begin(Read read) {
    CompletionStage<?> stage;
    try {
      stage = read.action().get();
    } catch (RuntimeException | Error e) { // Its place must not be lost.
      stage = CompletableFuture.failedFuture(e);
    }
    var unusedStage = stage.whenComplete((found, failure) -> ended(read));
  }

  private void ended(Read read) {
    synchronized (this) {
      underWay--;
      if (read.isAgain()) {
        againUnderWay--;
      }
    }
    begin();
  }
}
